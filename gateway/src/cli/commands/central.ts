import type { Command } from "commander";
import { ended, startCentralProgram } from "../central-program.ts";

export function addCentral(program: Command): void {
  program
    .command("central")
    .description("work on the central database of several sites: holdfast central --help")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async () => {
      // As they were typed: ours are taken out of what commander gives.
      const words = process.argv.slice(2);
      words.splice(words.indexOf("central"), 1);
      process.exitCode = await ended(startCentralProgram(words));
    });
}
