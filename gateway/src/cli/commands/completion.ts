import type { Command } from "commander";
import { UsageError } from "../usage-error.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("print the completion script for a shell; the package installs them")
    .argument("<shell>", SHELLS.join(", "))
    .action(async (shell: string) => {
      const { completionScript } = await import("../completion.ts");
      const found = SHELLS.find((known) => known === shell);
      if (!found)
        throw new UsageError(`"${shell}" is no shell that is known.`, `Known: ${SHELLS.join(", ")}`);
      process.stdout.write(completionScript(program, found));
    });
}
