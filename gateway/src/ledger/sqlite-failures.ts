/** What a failure of SQLite means for us (https://sqlite.org/rescode.html). */
import Database from "better-sqlite3";

function matches(error: unknown, codes: RegExp): boolean {
  return error instanceof Database.SqliteError && codes.test(error.code);
}

/** The disk is full, or the quota. */
export function isFull(error: unknown): boolean {
  return matches(error, /^SQLITE_FULL/);
}

/** What is in the file is no longer a ledger. */
export function isDamage(error: unknown): boolean {
  return matches(error, /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/);
}

/** Another process has it. */
export function isBusy(error: unknown): boolean {
  return matches(error, /^SQLITE_(BUSY|LOCKED)/);
}
