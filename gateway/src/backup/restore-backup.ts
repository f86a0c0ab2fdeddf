/** What `holdfast restore` does, while no gateway runs on the folder. */
import { lockFolder } from "../ledger/lock.ts";
import { type Random, systemRandom } from "../random.ts";
import { giveToOwner } from "./give-to-owner.ts";
import { exchangeLedger, forgetStaged, fromBackup, stage } from "./replace-ledger.ts";
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
  try {
    const verified = await verifyBackup(file);
    forgetStaged(folder);
    const fill = fromBackup(file, { why: "by the operator", events: verified.events });
    await stage(folder, { wall, random, fill });
    const kept = exchangeLedger(folder);
    giveToOwner(folder);
    return { ...verified, kept };
  } finally {
    unlock();
  }
}
