/** What `holdfast restore --from-central` does: reads central with the site's own login, and tells how it goes. */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type RestoredSite, restoreFromCentral } from "../backup/restore-from-central.ts";
import { siteCopyLines } from "../backup/site-copy-lines.ts";
import { configFile } from "../process/index.ts";
import { StartupError } from "../startup-error.ts";
import { readRecoveryText } from "../sync/recovery-text.ts";
import { askLine } from "./ask-line.ts";
import { readCentralProgram } from "./central-program.ts";
import { EXIT } from "./exit-codes.ts";
import { progressLine } from "./progress-line.ts";
import { plain } from "./text.ts";
import { UsageError } from "./usage-error.ts";

export interface LostSiteOptions {
  readonly config: string | undefined;
  readonly json: boolean;
  readonly check: boolean;
  /** A file; undefined: it is asked for. */
  readonly recoveryKey: string | undefined;
}

/** Returns the exit code. Throws StartupError and UsageError. */
export async function restoreLostSite(options: LostSiteOptions): Promise<number> {
  const { json, check } = options;
  const file = configFile(options.config);
  const recoveryKey = readRecoveryText(await recoveryText(options.recoveryKey));
  const child = readCentralProgram(["read-site", "--config", file]);
  const exited = once(child, "exit") as Promise<[number | null]>;
  const progress = progressLine();
  try {
    const restored = await restoreFromCentral({
      file,
      recoveryKey,
      lines: siteCopyLines(child.stdout),
      wall: Date.now(),
      check,
      onProgress: (event, of) =>
        progress.show(`${check ? "Checking" : "Restoring"}: event ${event} of ${of}`),
    });
    progress.clear();
    process.stdout.write(`${json ? JSON.stringify(restored, null, 2) : describe(restored, check)}\n`);
    return EXIT.done;
  } catch (error) {
    progress.clear();
    if (!(error instanceof StartupError) || error.code !== "central_copy_cut") throw error;
    const [code] = await exited;
    // It has told why, on the same terminal.
    if (code === null || code === 0) throw error;
    process.stderr.write("Nothing has changed here.\n");
    return code;
  } finally {
    child.kill();
  }
}

async function recoveryText(file: string | undefined): Promise<string> {
  if (file === undefined) return askLine("Recovery key of the site:", { secret: true });
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new UsageError(`The file ${file} cannot be read (${code}).`, "Name the file of the recovery key.");
  }
}

function describe(restored: RestoredSite, check: boolean): string {
  const { site, events, missing, rentals, open, unreadable, kept, completed, beside } = restored;
  const known = `${events - missing} events, ${rentals} rentals, ${open} of them open`;
  if (check) return `${plain(site)} can be built again: ${known}. Nothing has changed.`;
  const lines = [`${plain(site)} is built again: ${known}.`];
  if (missing > 0) lines.push(`${missing} older events are missing: central did not have them any more.`);
  if (unreadable > 0) lines.push(`${unreadable} phones or slots could not be opened with this recovery key.`);
  if (completed) lines.push("The configuration file was completed from the lost one.");
  for (const path of beside) lines.push(`Written beside it: ${plain(path)}`);
  if (kept !== undefined) lines.push(`The ledger before is kept: ${plain(kept)}`);
  return [
    ...lines,
    "",
    "Now put back the files that the configuration names (passwords, certificates), and start the gateway. Pair each",
    "cabinet (holdfast pair): its keys are nowhere else. PINs and lockers stay as they are; nobody inside notices.",
  ].join("\n");
}
