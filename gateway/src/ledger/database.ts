/** Opens the ledger's SQLite file: one writer, durable, at the newest schema. */
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { StartupError } from "../startup-error.ts";
import { findDamage } from "./find-damage.ts";
import { MIGRATIONS } from "./migrations.ts";
import { isBusy, isDamage } from "./sqlite-failures.ts";

export type Db = Database.Database;

export const LEDGER_FILE = "ledger.db";
/** Pages of the log before they move into the database: 16 MB, so that an SD card is synced and written less often. */
export const LOG_PAGES = 4000;
/** Where room is short: a log that took what is left would leave none to move it into the database. */
export const LOG_PAGES_WITHOUT_ROOM = 50;

/**
 * The folder must exist and be locked. `thorough`: every page is looked at, however long it takes. Throws StartupError;
 * with ledger_damaged the file is as it was.
 */
export function openDatabase(folder: string, thorough = false): Db {
  const file = join(folder, LEDGER_FILE);
  let db: Db | undefined;
  try {
    // Made here, because SQLite would let others read it; its log gets the same mode. Never touched again: closing a
    // file frees the locks that SQLite has on it (fcntl(2)).
    if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
    db = new Database(file, { timeout: 0 });
    prepare(db);
    const damage = findDamage(db, thorough);
    if (damage !== undefined) throw new StartupError("ledger_damaged", `${file} is damaged: ${damage}.`);
    migrate(db);
    return db;
  } catch (error) {
    closeQuietly(db);
    throw error instanceof StartupError ? error : explain(file, error);
  }
}

function prepare(db: Db): void {
  // Exclusive: without it the log's index would be a file of shared memory, and everybody could read beside us.
  db.pragma("locking_mode = EXCLUSIVE");
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  db.pragma("foreign_keys = ON");
  db.exec("BEGIN EXCLUSIVE; COMMIT");
}

/** Brings a database to the newest schema. */
export function migrate(db: Db): void {
  const version = db.pragma("user_version", { simple: true }) as number;
  if (version > MIGRATIONS.length) {
    throw new StartupError(
      "ledger_newer",
      `The ledger has schema ${version}, known are ${MIGRATIONS.length}.`,
    );
  }
  const next = db.transaction((sql: string, to: number) => {
    db.exec(sql);
    db.pragma(`user_version = ${to}`);
  });
  for (let at = version; at < MIGRATIONS.length; at++) next(MIGRATIONS[at] as string, at + 1);
}

/** Closing a damaged file may fail as well; the first failure is the one to tell. */
function closeQuietly(db: Db | undefined): void {
  try {
    db?.close();
  } catch {}
}

function explain(file: string, error: unknown): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  const cause = { cause: error };
  if (isBusy(error)) return new StartupError("ledger_locked", `The ledger ${file} is in use.`, cause);
  if (isDamage(error)) {
    return new StartupError("ledger_damaged", `The ledger ${file} is damaged: ${error.message}.`, cause);
  }
  return new StartupError(
    "data_folder_unwritable",
    `The ledger ${file} cannot be used: ${error.message}.`,
    cause,
  );
}
