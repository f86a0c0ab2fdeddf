/** What `holdfast restore` does, while no gateway runs on the folder. */
import { chownSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { LEDGER_FILE } from "../ledger/database.ts";
import { lockFolder } from "../ledger/lock.ts";
import { type Random, systemRandom } from "../random.ts";
import { forgetStaged, placeStaged, quarantine, stageRestored } from "./replace-ledger.ts";
import { clearSuspicion } from "./suspicion.ts";
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
    stageRestored(folder, file, {
      wall,
      random,
      detail: { why: "by the operator", events: verified.events },
    });
    const kept = quarantine(folder);
    placeStaged(folder);
    clearSuspicion(folder);
    giveToOwner(folder);
    return { ...verified, kept };
  } finally {
    unlock();
  }
}

/** Restored by root it would be root's, and the gateway could not open it. */
function giveToOwner(folder: string): void {
  const { uid, gid } = statSync(folder);
  for (const name of [LEDGER_FILE, "ledger.lock", "quarantine"]) {
    const path = join(folder, name);
    if (existsSync(path) && statSync(path).uid !== uid) chownSync(path, uid, gid);
  }
}
