/** The program holdfast-central, which `holdfast central` runs. */
import { reportError } from "@holdfast/gateway/cli-kit";
import type { Command } from "commander";
import { centralCommand } from "./central-command.ts";
import { terminalOutput } from "./output.ts";

const central: Command = centralCommand(
  terminalOutput(() => central.opts<{ json?: boolean }>().json === true),
);
central.exitOverride();
for (const command of central.commands) command.exitOverride();

// A reader that has enough, as `| head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await central.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
