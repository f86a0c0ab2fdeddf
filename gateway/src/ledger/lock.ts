/**
 * One process at a time works on a data folder. The lock is an empty SQLite file beside the ledger, because the ledger
 * itself is moved away when it is damaged or restored, and a lock must not move. The kernel frees it with the process.
 */
import { accessSync, constants, lstatSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { StartupError } from "../startup-error.ts";
import { isBusy, isFull } from "./sqlite-failures.ts";

/** Makes the folder where it is missing. Returns the way to free the lock. Throws StartupError. */
export function lockFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartupError("data_folder_unwritable", `The data folder ${folder} is not writable.`, { cause });
  }
  const file = join(folder, "ledger.lock");
  // SQLite would make the file that a link leads to, with the rights of whoever locks.
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new StartupError("data_folder_unsafe", `${file} is a link.`);
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    // The transaction is there for its lock only; without a journal it writes nothing, not even on a full disk.
    db.pragma("journal_mode = MEMORY");
    db.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    db?.close();
    if (isBusy(cause))
      throw new StartupError("ledger_locked", `The ledger in ${folder} is in use.`, { cause });
    const why = isFull(cause) ? "the disk is full" : (cause as Error).message;
    throw new StartupError("data_folder_unwritable", `Cannot lock ${file}: ${why}.`, { cause });
  }
  const held = db;
  return () => held.close();
}
