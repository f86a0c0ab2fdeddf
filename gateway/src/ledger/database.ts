/** Opens the ledger's SQLite file: one writer, durable, at the newest schema. */
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { StartupError } from "../startup-error.ts";
import { MIGRATIONS } from "./migrations.ts";

export type Db = Database.Database;

export function openDatabase(folder: string): Db {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartupError("data_folder_unwritable", `The data folder ${folder} is not writable.`, { cause });
  }
  const file = join(folder, "ledger.db");
  let db: Db | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    prepare(db);
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    throw error instanceof StartupError ? error : explain(file, error);
  }
}

function prepare(db: Db): void {
  // Exclusive: the lock is kept until the process ends, however it ends, so there is never a second writer.
  db.pragma("locking_mode = EXCLUSIVE");
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  // Pages of the log before they move into the database: 16 MB, so that an SD card is synced and written less often.
  db.pragma("wal_autocheckpoint = 4000");
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

function explain(file: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const cause = { cause: error };
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) {
    return new StartupError("ledger_locked", `The ledger ${file} is in use.`, cause);
  }
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(error.code)) {
    return new StartupError("ledger_damaged", `The ledger ${file} is damaged: ${error.message}.`, cause);
  }
  return new StartupError(
    "data_folder_unwritable",
    `The ledger ${file} cannot be used: ${error.message}.`,
    cause,
  );
}
