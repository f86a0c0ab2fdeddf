/**
 * Opens the ledger for a gateway that has to serve, whatever state it is in: a damaged one is moved away and the newest
 * sound backup takes its place. Without a backup a new one begins and the controllers, who decide, fill it.
 */
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Logger } from "pino";
import type { Ballast } from "../ledger/ballast.ts";
import { type Db, LEDGER_FILE, openDatabase } from "../ledger/database.ts";
import { Ledger, type LedgerOptions } from "../ledger/ledger.ts";
import { isFull } from "../ledger/sqlite-failures.ts";
import type { Random } from "../random.ts";
import { StartupError } from "../startup-error.ts";
import { discardBackup, listBackups } from "./backup-files.ts";
import {
  exchangeLedger,
  forgetStaged,
  fromBackup,
  placeStaged,
  quarantine,
  stage,
} from "./replace-ledger.ts";
import { clearSuspicion, isSuspect } from "./suspicion.ts";
import { verifyBackup } from "./verify-backup.ts";

export interface Recovery {
  readonly why: string;
  /** Where what was there is now; undefined when nothing was. */
  readonly quarantined: string | undefined;
  /** The backup that took its place; undefined when a new ledger began. */
  readonly backup: string | undefined;
}

export interface RecoveredOptions extends LedgerOptions {
  /** Locked by the caller. */
  readonly folder: string;
  readonly wall: number;
  readonly random: Random;
  readonly log: Logger;
}

/** Throws StartupError when even a new ledger cannot be opened. */
export async function openRecovered(
  options: RecoveredOptions,
): Promise<{ ledger: Ledger; recovery: Recovery | undefined }> {
  const { folder, wall, random, log, ballast } = options;
  const state = openAsItIs(folder, ballast);
  if (typeof state !== "string")
    return { ledger: new Ledger(state, wall, random, options), recovery: undefined };
  log.error({ folder, why: state }, "the ledger cannot be used");
  const backup = await stageNewest(options, state);
  const quarantined = exchangeLedger(folder);
  const ledger = new Ledger(openDatabase(folder), wall, random, options);
  const recovery = { why: state, quarantined, backup };
  if (quarantined !== undefined) {
    const detail = { why: state, kept: basename(quarantined), ...(backup && { backup: basename(backup) }) };
    ledger.change((append) => append({ at: wall, kind: "ledger_quarantined", actor: "gateway", detail }));
  }
  log.error(recovery, backup ? "a backup was restored" : "a new ledger began; the controllers fill it");
  return { ledger, recovery };
}

/** The open database, or why there is none. */
function openAsItIs(folder: string, ballast: Ballast | undefined): Db | string {
  const file = join(folder, LEDGER_FILE);
  if (existsSync(file)) forgetStaged(folder);
  else {
    // Power failed after the old ledger was moved and before the new one was in place.
    quarantine(folder);
    placeStaged(folder);
  }
  // SQLite takes an empty file for a new database; where there are backups it is a ledger that was lost.
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 && listBackups(folder).length > 0)
    return `${LEDGER_FILE} is ${existsSync(file) ? "empty" : "missing"}`;
  try {
    const db = openWithRoom(folder, ballast);
    clearSuspicion(folder);
    return db;
  } catch (error) {
    if (error instanceof StartupError && error.code === "ledger_damaged") return error.message;
    throw error;
  }
}

/** Opening writes too: where a new release changes the schema, and where the log is moved into the database. */
function openWithRoom(folder: string, ballast: Ballast | undefined): Db {
  const thorough = isSuspect(folder);
  try {
    return openDatabase(folder, thorough);
  } catch (error) {
    if (!ballast || !(error instanceof Error) || !isFull(error.cause)) throw error;
    ballast.drop();
    return openDatabase(folder, thorough);
  }
}

/** The backup that is ready to take the place; one that is spoilt itself is passed over. */
async function stageNewest(options: RecoveredOptions, why: string): Promise<string | undefined> {
  const { folder, wall, random, log } = options;
  for (const backup of listBackups(folder)) {
    try {
      const { events } = await verifyBackup(backup.path);
      const detail = { backup: basename(backup.path), events, why };
      await stage(folder, { wall, random, fill: fromBackup(backup.path, detail) });
      return backup.path;
    } catch (error) {
      log.error({ backup: backup.path, err: error }, "this backup cannot be restored");
      if (error instanceof StartupError && error.code === "backup_damaged") discardBackup(folder, backup);
    }
  }
  return undefined;
}
