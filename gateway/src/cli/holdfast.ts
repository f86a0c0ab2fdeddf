#!/usr/bin/env node
/** The command line of a site: one file a command in commands/. */
import { Command } from "commander";
import { addBackup } from "./commands/backup.ts";
import { addCentral } from "./commands/central.ts";
import { addCompare } from "./commands/compare.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEvents } from "./commands/events.ts";
import { addFlash } from "./commands/flash.ts";
import { addInService } from "./commands/in-service.ts";
import { addLabel } from "./commands/label.ts";
import { addLockers } from "./commands/lockers.ts";
import { addManPage } from "./commands/man-page.ts";
import { addMessages } from "./commands/messages.ts";
import { addOpen } from "./commands/open.ts";
import { addOutOfService } from "./commands/out-of-service.ts";
import { addPair } from "./commands/pair.ts";
import { addRecoveryKey } from "./commands/recovery-key.ts";
import { addReissuePin } from "./commands/reissue-pin.ts";
import { addRelease } from "./commands/release.ts";
import { addRestore } from "./commands/restore.ts";
import { addSetup } from "./commands/setup.ts";
import { addStatus } from "./commands/status.ts";
import { addSync } from "./commands/sync.ts";
import { addUp } from "./commands/up.ts";
import { EXIT_HELP } from "./exit-codes.ts";
import { reportError } from "./report-error.ts";

const program = new Command("holdfast")
  .description("Runs a site of locker cabinets from a shell.")
  .option("--json", "print JSON for programs")
  .option("--socket <path>", "operator socket of the gateway (also HOLDFAST_SOCKET)")
  .option("--config <file>", "configuration file, which names the socket")
  .showHelpAfterError("hint: add --help to see how it is used")
  .addHelpText("after", EXIT_HELP)
  .exitOverride();

const adders = [
  addUp,
  addSetup,
  addStatus,
  addDoctor,
  addLockers,
  addOpen,
  addRelease,
  addOutOfService,
  addInService,
  addLabel,
  addReissuePin,
  addPair,
  addFlash,
  addEvents,
  addMessages,
  addBackup,
  addRestore,
  addSync,
  addRecoveryKey,
  addCentral,
  addCompletion,
  addManPage,
  addCompare,
];
for (const add of adders) add(program);
// Set before the commands were added it would reach them; commander copies settings at that moment.
for (const command of program.commands) command.exitOverride().addHelpText("after", EXIT_HELP);

// A reader that has enough, as `| head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
