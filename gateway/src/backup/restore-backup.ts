/** What `holdfast restore` does, while no gateway runs on the folder. */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { LEDGER_FILE } from "../ledger/database.ts";
import { lockFolder } from "../ledger/lock.ts";
import { type Random, systemRandom } from "../random.ts";
import { inHeldFolder } from "./held-folder.ts";
import { openBackup } from "./open-backup.ts";
import { exchangeLedger, forgetStaged, stage } from "./replace-ledger.ts";
import { type VerifiedBackup, verifyBackup } from "./verify-backup.ts";

export interface Restored extends VerifiedBackup {
  /** Where the ledger is now that stood there before. */
  readonly kept: string | undefined;
}

/** Throws StartupError: ledger_locked, backup_missing, backup_damaged or ledger_newer; then nothing has changed. */
export async function restoreBackup(
  folder: string,
  file: string,
  wall: number,
  random: Random = systemRandom,
): Promise<Restored> {
  const unlock = lockFolder(folder);
  const backup = await openBackup(file, folder).catch((error) => {
    unlock();
    throw error;
  });
  let verified: VerifiedBackup | undefined;
  const fill = async (staging: string) => {
    const copy = join(staging, LEDGER_FILE);
    const write = createWriteStream(copy, { flags: "wx", mode: 0o600 });
    await pipeline(backup.createReadStream({ autoClose: false }), write);
    // The copy, because the file may be anybody's; its size and its hashes are those of a whole one.
    verified = await verifyBackup(copy, undefined, file);
    return { why: "by the operator", events: verified.events };
  };
  try {
    return await inHeldFolder(folder, async () => {
      forgetStaged(folder);
      await stage(folder, { wall, random, fill });
      if (verified === undefined) throw new Error("nothing was filled");
      return { ...verified, kept: exchangeLedger(folder) };
    });
  } finally {
    unlock();
    await backup.close();
  }
}
