/** Proves that a file is a whole and sound ledger: every page, every index, the whole hash chain, a known schema. */
import { existsSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import Database from "better-sqlite3";
import { EventStore } from "../ledger/event-store.ts";
import { LifeStore } from "../ledger/life-store.ts";
import { MIGRATIONS } from "../ledger/migrations.ts";
import { StartupError } from "../startup-error.ts";

export interface VerifiedBackup {
  readonly schema: number;
  readonly events: number;
  /** The hash of the last event. */
  readonly head: string;
  /** The epoch of its life; undefined for a schema that knew none. */
  readonly epoch: number | undefined;
}

/** Events between two turns of the event loop: some ten milliseconds on a Raspberry Pi. */
const EVENTS_A_TURN = 1000;
const LIFE_SCHEMA = 2;

/** Lets other work go on meanwhile. Throws StartupError: backup_missing, backup_damaged or ledger_newer, about `name`. */
export async function verifyBackup(file: string, signal?: AbortSignal, name = file): Promise<VerifiedBackup> {
  if (!existsSync(file)) throw new StartupError("backup_missing", `There is no ${file}.`);
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    return await verify(db, name, signal);
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    throw damaged(name, (cause as Error).message, cause);
  } finally {
    db?.close();
  }
}

async function verify(db: Database.Database, file: string, signal?: AbortSignal): Promise<VerifiedBackup> {
  const pause = async () => {
    await turn();
    signal?.throwIfAborted();
  };
  const schema = db.pragma("user_version", { simple: true }) as number;
  if (schema < 1) throw damaged(file, "it is no ledger");
  if (schema > MIGRATIONS.length) {
    throw new StartupError("ledger_newer", `${file} has schema ${schema}, known are ${MIGRATIONS.length}.`);
  }
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all();
  for (const { name } of tables) {
    const said = db.pragma(`integrity_check('${name}')`, { simple: true });
    if (said !== "ok") throw damaged(file, String(said).replaceAll(/\s+/g, " "));
    await pause();
  }
  const events = new EventStore(db);
  const { sequence, hash } = events.head;
  for (let from = 0; from < sequence; from += EVENTS_A_TURN) {
    const broken = events.firstBroken(from, from + EVENTS_A_TURN);
    if (broken !== undefined) throw damaged(file, `the hash chain breaks at event ${broken}`);
    await pause();
  }
  const epoch = schema < LIFE_SCHEMA ? undefined : new LifeStore(db).current?.epoch;
  return { schema, events: sequence, head: hash, epoch };
}

function damaged(file: string, why: string, cause?: unknown): StartupError {
  return new StartupError("backup_damaged", `${file} is no sound backup: ${why}.`, { cause });
}
