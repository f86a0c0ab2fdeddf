/** Makes a backup while the ledger is in use. Keys and PINs are not in it: neither is in a ledger. */
import { closeSync, openSync, renameSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { syncPath } from "../durable.ts";
import { LEDGER_FILE } from "../ledger/database.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type BackupFile, backupFolder, listBackups, nextBackup, pruneBackups } from "./backup-files.ts";
import { removeDatabase } from "./database-files.ts";
import { verifyBackup } from "./verify-backup.ts";

/** 400 KB between two turns of the event loop. */
const PAGES_A_TURN = 100;
/** What must stay free beside it: a backup must never be what fills the disk. */
const SPARE_BYTES = 16 * 2 ** 20;

/** It has its name only when it is verified and on disk. Rejects with the reason; nothing is left then. */
export async function makeBackup(ledger: Ledger, folder: string, signal: AbortSignal): Promise<BackupFile> {
  const { part, path } = nextBackup(folder);
  pruneBackups(folder);
  checkRoom(folder);
  try {
    // Made here, because SQLite would let others read it.
    closeSync(openSync(part, "wx", 0o600));
    await ledger.copyTo(part, PAGES_A_TURN, signal);
    leaveLogMode(part);
    await verifyBackup(part, signal);
    syncPath(part);
    renameSync(part, path);
    syncPath(backupFolder(folder));
  } catch (error) {
    removeDatabase(part);
    throw error;
  }
  pruneBackups(folder);
  return listBackups(folder).find((backup) => backup.path === path) as BackupFile;
}

function checkRoom(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = LEDGER_FILES.reduce((sum, name) => sum + sizeOf(join(folder, name)), SPARE_BYTES);
  if (bavail * bsize >= needed) return;
  throw new Error(`the disk has ${megabytes(bavail * bsize)} MB left, ${megabytes(needed)} are needed`);
}

const LEDGER_FILES = [LEDGER_FILE, `${LEDGER_FILE}-wal`];

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/** One file that needs nothing beside it, and can be read where nobody may write. */
function leaveLogMode(file: string): void {
  const db = new Database(file);
  try {
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
}
