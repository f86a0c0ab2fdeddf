/**
 * Puts another ledger, mostly a backup, in the ledger's place. The ledger that stood there is moved to the quarantine and kept. Power may fail
 * between any two steps: what is in place is either the old one or the new one, and never a part of both.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncPath } from "../durable.ts";
import { LEDGER_FILE, openDatabase } from "../ledger/database.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { Random } from "../random.ts";
import { copyDurably, DATABASE_ENDS } from "./database-files.ts";
import { clearSuspicion } from "./suspicion.ts";

export const KEPT_QUARANTINED = 3;

export interface Restoring {
  readonly wall: number;
  readonly random: Random;
  /** Puts what is restored into an empty folder; tells for the event where it came from and why. */
  fill(staging: string): Promise<Record<string, string | number>>;
}

/** Makes the ledger that will take the place, at the newest schema, with a life of its own. */
export async function stage(folder: string, { wall, random, fill }: Restoring): Promise<void> {
  const staging = join(folder, "restoring");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { mode: 0o700 });
  try {
    const detail = await fill(staging);
    const ledger = new Ledger(openDatabase(staging), wall, random);
    try {
      ledger.beginRestoredLife(wall, random, detail);
    } finally {
      ledger.close();
    }
    const made = join(staging, LEDGER_FILE);
    syncPath(made);
    renameSync(made, stagedFile(folder));
    syncPath(folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Fills it with a copy of a backup. */
export function fromBackup(backup: string, detail: Record<string, string | number>): Restoring["fill"] {
  return async (staging) => {
    copyDurably(backup, join(staging, LEDGER_FILE));
    return detail;
  };
}

/** The ledger that stands there is kept, and the staged one takes its place. Returns where the old one is now. */
export function exchangeLedger(folder: string): string | undefined {
  const kept = quarantine(folder);
  placeStaged(folder);
  clearSuspicion(folder);
  return kept;
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

export function stagedFile(folder: string): string {
  return join(folder, `${LEDGER_FILE}.restored`);
}

function numbers(place: string): number[] {
  return readdirSync(place).map(numberOf);
}

function numberOf(name: string): number {
  return Number(/^(\d+)-/.exec(name)?.[1] ?? 0);
}
