/**
 * Looks after the ledger while the gateway runs: a backup each day, the ballast back in its place when the disk has
 * room again, and what the operator has to know of both.
 */
import { basename } from "node:path";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { Backup, SiteProblem } from "../contract/operator-schemas.ts";
import type { Ballast } from "../ledger/ballast.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { StartupError } from "../startup-error.ts";
import { type BackupFile, listBackups, pruneBackups } from "./backup-files.ts";
import type { Recovery } from "./open-recovered.ts";
import { suspect } from "./suspicion.ts";

export const DAY_MS = 86_400_000;
/** Not at once: a gateway that starts again and again must not push its good backups out. */
const FIRST_BACKUP_MS = 10 * 60_000;
const BACKUP_AGAIN_MS = 3_600_000;
const FILL_FIRST_MS = 60_000;
const FILL_LONGEST_MS = 3_600_000;

export interface LedgerCareOptions {
  readonly ledger: Ledger;
  readonly ballast: Ballast;
  readonly recovery: Recovery | undefined;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
}

export class LedgerCare {
  readonly #o: LedgerCareOptions;
  #running: Promise<BackupFile> | undefined;
  #failure: string | undefined;
  #damaged = false;
  readonly #closing = new AbortController();
  #fillAfter = FILL_FIRST_MS;
  #cancelFill = () => {};
  #cancelBackup = () => {};

  constructor(options: LedgerCareOptions) {
    this.#o = options;
  }

  start(): void {
    const { ballast, clock } = this.#o;
    ballast.onDropped = (again) => this.#dropped(again);
    if (!ballast.fill()) this.#dropped(false);
    this.#cancelBackup = clock.after(this.#firstBackup(), () => this.#daily());
  }

  /** A backup that is being made is given up. */
  async close(): Promise<void> {
    this.#o.ballast.onDropped = () => {};
    this.#cancelFill();
    this.#cancelBackup();
    this.#closing.abort();
    await this.#running?.catch(() => {});
  }

  backups(): Backup[] {
    return listBackups(this.#o.folder).map(shown);
  }

  /** Who asks while one is being made gets that one. Throws backup_failed. */
  async backup(): Promise<Backup> {
    this.#running ??= this.#make().finally(() => {
      this.#running = undefined;
    });
    try {
      const made = await this.#running;
      this.#failure = undefined;
      this.#damaged = false;
      return shown(made);
    } catch (error) {
      const detail = (error as Error).message;
      if (this.#failure !== detail) this.#o.log.error({ err: error }, "no backup could be made");
      this.#failure = detail;
      this.#damaged = error instanceof StartupError && error.code === "backup_damaged";
      // Not at once: whether to go back a day is for the operator to say, who restarts the gateway.
      if (this.#damaged) suspect(this.#o.folder);
      throw new HoldfastError("backup_failed", { detail }, { cause: error });
    }
  }

  problems(): SiteProblem[] {
    const { ballast, recovery } = this.#o;
    const problems: SiteProblem[] = [];
    if (!ballast.there) problems.push(DISK_FULL);
    if (recovery?.backup) problems.push({ ...RESTORED, message: `${RESTORED.message} ${recovery.why}` });
    else if (recovery) problems.push({ ...BEGAN_ANEW, message: `${BEGAN_ANEW.message} ${recovery.why}` });
    if (this.#damaged) problems.push(DAMAGED);
    if (this.#failure !== undefined) {
      problems.push({ ...NO_BACKUP, message: `${NO_BACKUP.message} ${this.#failure}` });
    }
    return problems;
  }

  async #make(): Promise<BackupFile> {
    if (this.#o.ledger.lowOnSpace) throw new Error("The disk is full.");
    // Once a day: not in memory before.
    const { makeBackup } = await import("./make-backup.ts");
    return makeBackup(this.#o.ledger, this.#o.folder, this.#closing.signal);
  }

  /** The wall clock may be wrong: then a backup is made too early, which does no harm. */
  #firstBackup(): number {
    const newest = listBackups(this.#o.folder)[0];
    const age = newest === undefined ? DAY_MS : this.#o.clock.wall() - newest.at;
    return age < 0 ? FIRST_BACKUP_MS : Math.max(FIRST_BACKUP_MS, DAY_MS - age);
  }

  #daily(): void {
    const next = (milliseconds: number) => {
      this.#cancelBackup = this.#o.clock.after(milliseconds, () => this.#daily());
    };
    // Told before it is made, so that closing meanwhile finds something to cancel.
    next(DAY_MS);
    this.backup().catch(() => {
      this.#cancelBackup();
      next(BACKUP_AGAIN_MS);
    });
  }

  /** `again`: the room that the ballast gave is used up as well. */
  #dropped(again: boolean): void {
    const { clock, folder, ledger, log } = this.#o;
    if (again) {
      pruneBackups(folder, 1);
      return;
    }
    log.error({ folder }, "the disk is full: storing is paused, collecting works");
    ledger.saveSpace(true);
    this.#cancelFill();
    this.#fillAfter = FILL_FIRST_MS;
    this.#cancelFill = clock.after(0, () => {
      this.#tell("disk_full");
      this.#fillLater();
    });
  }

  #fillLater(): void {
    const { ballast, clock, ledger, log } = this.#o;
    this.#cancelFill = clock.after(this.#fillAfter, () => {
      this.#fillAfter = Math.min(2 * this.#fillAfter, FILL_LONGEST_MS);
      if (!ballast.fill()) return this.#fillLater();
      ledger.saveSpace(false);
      log.warn("the disk has room again");
      this.#tell("disk_has_room");
    });
  }

  #tell(kind: string): void {
    const { ledger, clock, log } = this.#o;
    try {
      ledger.change((append) => append({ at: clock.wall(), kind, actor: "gateway" }));
    } catch (error) {
      log.error({ err: error, kind }, "the ledger did not take the event");
    }
  }
}

const DISK_FULL: SiteProblem = {
  code: "disk_full",
  message: "The disk is full. Storing on the page is paused; collecting works.",
  hint: "Free some room; the gateway notices within an hour.",
};
const RESTORED: SiteProblem = {
  code: "ledger_restored",
  message: "The ledger could not be used and a backup was restored.",
  hint: "Compare `holdfast lockers` with the cabinets; the damaged one is kept in the folder quarantine.",
};
const BEGAN_ANEW: SiteProblem = {
  code: "ledger_began_anew",
  message: "The ledger could not be used, there was no backup, and a new one began.",
  hint: "The controllers have told it who holds which locker; the damaged one is kept in the folder quarantine.",
};
const DAMAGED: SiteProblem = {
  code: "ledger_damaged",
  message:
    "The ledger is damaged in a place that is seldom read. Everything works, and no backup can be made.",
  hint: "Restart the gateway: it puts the newest sound backup in its place and keeps this one.",
};
const NO_BACKUP: SiteProblem = {
  code: "backup_failed",
  message: "The last backup could not be made:",
  hint: "Run `holdfast backup` when that is mended; the gateway tries again each hour.",
};

function shown({ path, bytes, at }: BackupFile): Backup {
  return { name: basename(path), path, bytes, at: new Date(at).toISOString() };
}
