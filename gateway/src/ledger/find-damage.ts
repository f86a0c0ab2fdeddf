/**
 * Is this database a sound ledger? At each start in bounded time: the pages of a large one are all read by the daily
 * backup's check only. A torn log is no damage: SQLite has dropped what was never acknowledged by the time we look.
 */
import type Database from "better-sqlite3";
import { EventStore } from "./event-store.ts";

type Db = Database.Database;

/** Pages of such a ledger are checked within a second on a Raspberry Pi 3 (some 70 ms on a PC). */
const WHOLE_CHECK_BYTES = 32 * 2 ** 20;
/** What a decision may rest on; the rest is history. */
const SMALL_TABLES = ["cabinet", "slot"];
const NEWEST_EVENTS = 500;

/** Why it is none, or undefined. A new file, which has no tables yet, is sound. */
export function findDamage(db: Db, thorough: boolean): string | undefined {
  if (db.pragma("user_version", { simple: true }) === 0) {
    const { count } = db.prepare("SELECT count(*) AS count FROM sqlite_schema").get() as { count: number };
    return count === 0 ? undefined : "it is another program's database";
  }
  const pages = db.pragma("page_count", { simple: true }) as number;
  const size = pages * (db.pragma("page_size", { simple: true }) as number);
  const checks = thorough || size <= WHOLE_CHECK_BYTES ? [""] : SMALL_TABLES.map((name) => `('${name}')`);
  for (const check of checks) {
    const said = db.pragma(`${thorough ? "integrity_check" : "quick_check"}${check}`, { simple: true });
    if (said !== "ok") return String(said).replaceAll(/\s+/g, " ");
  }
  const events = new EventStore(db);
  const broken = events.firstBroken(thorough ? 0 : Math.max(0, events.head.sequence - NEWEST_EVENTS));
  return broken === undefined ? undefined : `the hash chain breaks at event ${broken}`;
}
