import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";

export function addUp(program: Command): void {
  program
    .command("up")
    .description("run the gateway until Ctrl-C; --config names its configuration file")
    .action(async (_options: object, command: Command) => {
      const { config } = command.optsWithGlobals<GlobalOptions>();
      const { configFile, runProcess } = await import("../../process/index.ts");
      const { startGateway } = await import("../../start-gateway.ts");
      await runProcess(() => startGateway(configFile(config)));
    });
}
