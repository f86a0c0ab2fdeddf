/** Ledgers in folders of their own, with something in them, and ways to spoil them. */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import pino from "pino";
import { onTestFinished } from "vitest";
import { makeBackup } from "../../src/backup/make-backup.ts";
import { openKept } from "../../src/backup/open-kept.ts";
import { type Ledger, openLedger } from "../../src/ledger/ledger.ts";
import { systemRandom } from "../../src/random.ts";
import { VirtualClock } from "./virtual-clock.ts";

const NEVER = new AbortController().signal;

/** In one transaction. */
export function addEvents(ledger: Ledger, count: number, kind = "something", reason = ""): void {
  ledger.change((append) => {
    for (let i = 0; i < count; i++) append({ at: 0, kind, actor: "gateway", reason });
  });
}

/** A ledger with so many events, closed again. */
export function makeLedger(folder: string, events: number): void {
  const ledger = openLedger(folder, 0);
  addEvents(ledger, events);
  ledger.close();
}

/** Adds events to the ledger, makes a backup of it, and closes it. */
export async function makeBackedUp(folder: string, events: number): Promise<string> {
  const ledger = openLedger(folder, 0);
  addEvents(ledger, events);
  const { path } = await makeBackup(ledger, folder, NEVER);
  ledger.close();
  return path;
}

/** As the gateway opens it; closed after the test. */
export async function openTestLedger(folder: string) {
  const clock = new VirtualClock();
  const logged: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });
  const damages: Error[] = [];
  const onDamage = (error: Error) => void damages.push(error);
  const kept = await openKept({ folder, clock, random: systemRandom, log, onDamage });
  const close = async () => {
    await kept.care.close();
    kept.ledger.close();
  };
  onTestFinished(close);
  return { ...kept, clock, logged, damages, close };
}

export function overwrite(file: string, position: number, bytes: Uint8Array): void {
  const opened = openSync(file, "r+");
  writeSync(opened, bytes, 0, bytes.length, position);
  closeSync(opened);
}

/** Changes the text of an event, as a failing SD card would. */
export function spoilEvent(file: string, text: string): void {
  const bytes = readFileSync(file);
  const at = bytes.lastIndexOf(text);
  if (at < 0) throw new Error(`there is no ${text}`);
  bytes.write("#", at);
  writeFileSync(file, bytes);
}

/** How SQLite finds what the statements of a store ask for: one text a step. */
export function plansOf(folder: string, make: (db: Database.Database) => unknown): string[] {
  const db = new Database(ledgerFile(folder));
  const plans: string[] = [];
  const prepare = (sql: string) => {
    const values = Array.from(sql.replaceAll(/[^?]/g, ""), () => 1);
    const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]));
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values, ...(/@/.test(sql) ? [named] : []));
    for (const { detail } of steps as { detail: string }[]) plans.push(detail);
    return db.prepare(sql);
  };
  try {
    make({ prepare } as unknown as Database.Database);
  } finally {
    db.close();
  }
  return plans;
}

export function kindsOf(ledger: Ledger): string[] {
  return ledger.events({}).map(({ kind }) => kind);
}

export function readPragma(file: string, name: string): unknown {
  const db = new Database(file, { readonly: true });
  try {
    return db.pragma(name, { simple: true });
  } finally {
    db.close();
  }
}

export function ledgerFile(folder: string): string {
  return join(folder, "ledger.db");
}
