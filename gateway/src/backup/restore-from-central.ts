/**
 * Builds the ledger of a lost site again from what central has of it, while no gateway runs on the folder. Nothing changes
 * before all of it came and is on disk; then recovery key, configuration and ledger take their places. The controllers
 * know better what has happened since: with the first connection their slots win.
 */
import { join } from "node:path";
import { completeConfiguration } from "../configuration/complete.ts";
import type { SiteCopyLine } from "../contract/site-copy.ts";
import { LEDGER_FILE, openDatabase } from "../ledger/database.ts";
import { lockFolder } from "../ledger/lock.ts";
import { type Random, systemRandom } from "../random.ts";
import { StartupError } from "../startup-error.ts";
import { replaceRecoveryKey } from "../sync/recovery-key.ts";
import { type Sealer, sealer } from "../sync/sealer.ts";
import { type Filled, fillFromCentral } from "./fill-from-central.ts";
import { inHeldFolder } from "./held-folder.ts";
import { exchangeLedger, forgetStaged, stage } from "./replace-ledger.ts";
import { verifyBackup } from "./verify-backup.ts";
import { writeConfiguration } from "./write-configuration.ts";

export interface FromCentralOptions {
  /** The configuration file, with [sync] at least. */
  readonly file: string;
  readonly recoveryKey: Uint8Array;
  readonly lines: AsyncIterable<SiteCopyLine>;
  /** Wall-clock milliseconds. */
  readonly wall: number;
  readonly random?: Random;
  /** Only says whether it can be done; nothing changes. */
  readonly check?: boolean;
  onProgress(event: number, of: number): void;
}

export interface RestoredSite extends Filled {
  readonly site: string;
  /** Where the ledger is now that stood there before. */
  readonly kept: string | undefined;
  /** Whether the configuration file was completed from the lost one. */
  readonly completed: boolean;
  /** Files that were written beside it. */
  readonly beside: readonly string[];
}

/** Throws StartupError: recovery_key_wrong, ledger_locked, central_copy_cut, and what reading the lines throws. */
export async function restoreFromCentral(options: FromCentralOptions): Promise<RestoredSite> {
  const { file, recoveryKey, wall, random = systemRandom, check = false } = options;
  const seals = sealer(recoveryKey);
  const lines = options.lines[Symbol.asyncIterator]();
  try {
    const begin = await next(lines, "begin");
    const site = await next(lines, "site");
    const lost = site.sealed === null ? undefined : seals.openSettings(site.sealed);
    const configuration = completeConfiguration(file, lost);
    const { data } = configuration.paths;
    const unlock = lockFolder(data);
    try {
      let filled: Filled | undefined;
      const fill = async (staging: string) => {
        filled = await fillFolder(staging, begin, { ...options, seals, lines: rest(lines) });
        const { events, missing } = filled;
        return { why: "built again from central", events, missing };
      };
      await inHeldFolder(data, async () => {
        forgetStaged(data);
        await stage(data, { wall, random, fill });
        if (check) forgetStaged(data);
        else replaceRecoveryKey(data, recoveryKey);
      });
      if (filled === undefined) throw new Error("nothing was filled");
      if (check) return { ...filled, site: site.name, kept: undefined, completed: false, beside: [] };
      const beside = writeConfiguration(file, configuration);
      const kept = await inHeldFolder(data, () => exchangeLedger(data));
      const completed = configuration.text !== undefined;
      return { ...filled, site: site.name, kept, completed, beside };
    } finally {
      unlock();
    }
  } finally {
    await lines.return?.();
  }
}

type Line<What extends SiteCopyLine["what"]> = Extract<SiteCopyLine, { what: What }>;
type FillFolder = FromCentralOptions & { readonly seals: Sealer };

async function fillFolder(
  staging: string,
  { epoch, epoch_id, events: of }: Line<"begin">,
  { lines, seals, wall, onProgress }: FillFolder,
): Promise<Filled> {
  const db = openDatabase(staging);
  let filled: Filled;
  try {
    filled = await fillFromCentral({
      db,
      lines,
      life: { epoch, id: epoch_id },
      seals,
      wall,
      onProgress: (event) => onProgress(event, of),
    });
  } finally {
    db.close();
  }
  // Where the settings were not sealed, this is the first that tells.
  if (filled.opened === 0 && filled.unreadable > 0) {
    throw new StartupError("recovery_key_wrong", "The recovery key opens nothing of this site.");
  }
  await verifyBackup(join(staging, LEDGER_FILE));
  return filled;
}

async function next<What extends "begin" | "site">(
  lines: AsyncIterator<SiteCopyLine>,
  what: What,
): Promise<Line<What>> {
  const { done, value } = await lines.next();
  if (!done && value.what === what) return value as Line<What>;
  throw new StartupError("central_copy_cut", `Central's copy does not begin with its ${what}.`);
}

/** Without ending them when who reads them ends. */
async function* rest(lines: AsyncIterator<SiteCopyLine>): AsyncGenerator<SiteCopyLine> {
  for (let line = await lines.next(); !line.done; line = await lines.next()) yield line.value;
}
