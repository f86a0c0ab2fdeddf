/**
 * Puts a backup in the ledger's place. The ledger that stood there is moved to the quarantine and kept. Power may fail
 * between any two steps: what is in place is either the old one or the new one, and never a part of both.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LEDGER_FILE, openDatabase } from "../ledger/database.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { Random } from "../random.ts";
import { copyDurably, DATABASE_ENDS, syncPath } from "./durable.ts";

export const KEPT_QUARANTINED = 3;

export interface Restoring {
  readonly wall: number;
  readonly random: Random;
  /** For the event: where it came from and why. */
  readonly detail: Record<string, string | number>;
}

/** Makes the ledger that will take the place: a copy of the backup, at the newest schema, with a life of its own. */
export function stageRestored(folder: string, backup: string, { wall, random, detail }: Restoring): void {
  const staging = join(folder, "restoring");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { mode: 0o700 });
  try {
    const copy = join(staging, LEDGER_FILE);
    copyDurably(backup, copy);
    const ledger = new Ledger(openDatabase(staging), wall, random);
    try {
      ledger.beginRestoredLife(wall, random, detail);
    } finally {
      ledger.close();
    }
    syncPath(copy);
    renameSync(copy, stagedFile(folder));
    syncPath(folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** True when a staged ledger took the place: also when power failed in the middle of that. */
export function placeStaged(folder: string): boolean {
  if (!existsSync(stagedFile(folder))) return false;
  renameSync(stagedFile(folder), join(folder, LEDGER_FILE));
  syncPath(folder);
  return true;
}

/** What is left of a restoring that did not come to its end, while the old ledger still stands. */
export function forgetStaged(folder: string): void {
  rmSync(stagedFile(folder), { force: true });
  rmSync(join(folder, "restoring"), { recursive: true, force: true });
}

/** Moves the ledger away with its log. Returns the path that it has now, or undefined when there was none. */
export function quarantine(folder: string): string | undefined {
  const from = join(folder, LEDGER_FILE);
  const ends = DATABASE_ENDS.filter((end) => existsSync(`${from}${end}`));
  if (ends.length === 0) return undefined;
  const place = join(folder, "quarantine");
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const newest = Math.max(0, ...numbers(place));
  // A log without its ledger: power failed between the two, so it belongs to what was moved last.
  const number = ends.includes("") ? newest + 1 : Math.max(1, newest);
  const to = join(place, `${String(number).padStart(4, "0")}-${LEDGER_FILE}`);
  for (const end of ends) renameSync(`${from}${end}`, `${to}${end}`);
  syncPath(place);
  syncPath(folder);
  for (const name of readdirSync(place)) {
    if (numberOf(name) <= number - KEPT_QUARANTINED) rmSync(join(place, name));
  }
  return to;
}

function stagedFile(folder: string): string {
  return join(folder, `${LEDGER_FILE}.restored`);
}

function numbers(place: string): number[] {
  return readdirSync(place).map(numberOf);
}

function numberOf(name: string): number {
  return Number(/^(\d+)-/.exec(name)?.[1] ?? 0);
}
