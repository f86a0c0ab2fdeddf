/** The ledger: everything the gateway must not forget. Each change and its events are one transaction. */
import type { LedgerEvent } from "../contract/operator-schemas.ts";
import { type Random, systemRandom } from "../random.ts";
import type { Ballast } from "./ballast.ts";
import { CabinetStore } from "./cabinet-store.ts";
import { CommandStore } from "./command-store.ts";
import { type Db, LOG_PAGES, LOG_PAGES_WITHOUT_ROOM, openDatabase } from "./database.ts";
import { EventStore, type NewEvent } from "./event-store.ts";
import { LabelStore } from "./label-store.ts";
import { LIFE_ID_BYTES, type Life, LifeStore } from "./life-store.ts";
import { lockFolder } from "./lock.ts";
import { MessageStore } from "./message-store.ts";
import { RentalStore } from "./rental-store.ts";
import { isDamage, isFull } from "./sqlite-failures.ts";

export { migrate, openDatabase } from "./database.ts";

/**
 * A controller remembers its last commands, so a new ledger must not use the ids of one that was lost. It starts by the
 * clock, four ids a second, and somewhere in the next million, in case that the other is only seconds old. Ids below
 * those that the controller knows are noticed (stale_id).
 */
const IDS_SINCE_MS = Date.UTC(2025, 0, 1);
const ID_MS = 250;
const ID_SPREAD = 2 ** 20;
/** Over those that were used after a backup: a site uses some hundreds a day. */
const ID_JUMP = 2 ** 22;

export interface LedgerOptions {
  /** Gives way when the disk is full. */
  readonly ballast?: Ballast;
  /** What is in the file is no longer a ledger: whoever is told should end this process. */
  readonly onDamage?: (error: Error) => void;
  /** After the database is closed. */
  readonly onClosed?: () => void;
}

export class Ledger {
  readonly #db: Db;
  readonly #o: LedgerOptions;
  /** Made once: preparing a transaction costs more than carrying it out. */
  readonly #transaction: (work: () => unknown) => unknown;
  readonly #listeners = new Set<(event: LedgerEvent) => void>();
  readonly #events: EventStore;
  readonly #lives: LifeStore;
  readonly cabinets: CabinetStore;
  readonly rentals: RentalStore;
  readonly commands: CommandStore;
  readonly messages: MessageStore;
  readonly labels: LabelStore;
  #appended: LedgerEvent[] | undefined;

  constructor(db: Db, wall: number, random: Random, options: LedgerOptions = {}) {
    this.#db = db;
    this.#o = options;
    this.#transaction = db.transaction((work: () => unknown) => work()).immediate;
    this.#events = new EventStore(db);
    this.#lives = new LifeStore(db);
    this.cabinets = new CabinetStore(db);
    this.rentals = new RentalStore(db);
    this.commands = new CommandStore(db);
    this.messages = new MessageStore(db);
    this.labels = new LabelStore(db);
    if (this.commands.highestId > 0 && this.#lives.current) return;
    this.change(() => {
      if (this.commands.highestId === 0) {
        const byClock = Math.min(2 ** 31, Math.max(0, Math.floor((wall - IDS_SINCE_MS) / ID_MS)));
        this.commands.raiseIds(byClock + random.below(ID_SPREAD));
      }
      if (!this.#lives.current) this.#beginLife("new", wall, random);
    });
  }

  /** Of this ledger, until a backup is restored. */
  get life(): Life {
    return this.#lives.current as Life;
  }

  /**
   * What a restored backup says may be over: a new life begins, no slot is filled again from it, commands that were
   * under way are in doubt, and later ids are above those that may have been used since.
   */
  beginRestoredLife(wall: number, random: Random, detail: Record<string, string | number>): void {
    this.change((append) => {
      const { epoch } = this.#beginLife("restored", wall, random);
      this.cabinets.doubtSlots();
      this.commands.doubtUnsettled();
      this.#skipLostIds(random);
      append({ at: wall, kind: "ledger_restored", actor: "gateway", detail: { ...detail, life: epoch } });
    });
  }

  /**
   * Central has other events of this life: the whole disk was put back to an old copy, and nobody told. As after a
   * backup, but the site runs: `keepConfirmed` writes again what controllers have confirmed since. The new life's epoch is
   * above `above`.
   */
  beginForkedLife(above: number, wall: number, random: Random, keepConfirmed: () => void): void {
    try {
      this.change((append) => {
        const { epoch } = this.#beginLife("restored", wall, random, above);
        this.cabinets.doubtSlots();
        keepConfirmed();
        this.#skipLostIds(random);
        append({ at: wall, kind: "ledger_forked", actor: "gateway", detail: { life: epoch } });
      });
    } catch (error) {
      this.#lives.reload();
      throw error;
    }
  }

  /** All or nothing; listeners hear of the events after the commit. `work` runs again when room had to be made. */
  change<T>(work: (append: (event: NewEvent) => void) => T): T {
    if (this.#appended) throw new Error("a change inside of a change");
    let done: { result: T; appended: LedgerEvent[] };
    try {
      done = this.#attempt(work);
    } catch (error) {
      if (isDamage(error)) this.#o.onDamage?.(error as Error);
      if (!isFull(error) || !this.#o.ballast) throw error;
      this.#makeRoom(this.#o.ballast);
      done = this.#attempt(work);
    }
    for (const event of done.appended) for (const listener of this.#listeners) listener(event);
    return done.result;
  }

  onEvent(listener: (event: LedgerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  events(query: { after?: number; last?: number; cabinet?: string }, most = 1000): LedgerEvent[] {
    return this.ask(() => this.#events.list(query, most));
  }

  /** A store that only some sites need. Ask it through `ask` and change it through `change`. */
  store<T>(make: (db: Db) => T): T {
    return make(this.#db);
  }

  /** Asks the database, so that an answer proves that it works. */
  countEvents(): number {
    return this.ask(() => this.#events.count());
  }

  /** The disk is full: what can wait should. */
  get lowOnSpace(): boolean {
    return this.#o.ballast?.there === false;
  }

  /** Whether the log should be kept short because the disk is full. */
  saveSpace(yes: boolean): void {
    this.#db.pragma(`wal_autocheckpoint = ${yes ? LOG_PAGES_WITHOUT_ROOM : LOG_PAGES}`);
  }

  get head(): { readonly sequence: number; readonly hash: string } {
    return this.#events.head;
  }

  /** The first event at which the hash chain does not hold, or undefined. */
  firstBroken(): number | undefined {
    return this.#events.firstBroken();
  }

  /**
   * Copies the database to a file while changes go on, so many pages at a time. What is committed when it resolves is in
   * the copy. Rejects with the failure of SQLite; the file is then of no use.
   */
  async copyTo(file: string, pagesAtATime: number, signal?: AbortSignal): Promise<void> {
    const progress = () => {
      signal?.throwIfAborted();
      return pagesAtATime;
    };
    await this.#db.backup(file, { progress });
  }

  close(): void {
    if (!this.#db.open) return;
    try {
      this.#db.pragma("wal_checkpoint(TRUNCATE)");
    } catch (error) {
      // On a full disk the log stays, and the next start reads it.
      if (!isFull(error)) throw error;
    } finally {
      this.#db.close();
      this.#o.onClosed?.();
    }
  }

  /** Whoever cares for damage hears of it when the database cannot answer. */
  ask<T>(question: () => T): T {
    try {
      return question();
    } catch (error) {
      if (isDamage(error)) this.#o.onDamage?.(error as Error);
      throw error;
    }
  }

  #attempt<T>(work: (append: (event: NewEvent) => void) => T): { result: T; appended: LedgerEvent[] } {
    const appended: LedgerEvent[] = [];
    const { head } = this.#events;
    this.#appended = appended;
    try {
      const result = this.#transaction(() => work((event) => appended.push(this.#events.append(event)))) as T;
      return { result, appended };
    } catch (error) {
      this.#events.rewind(head);
      throw error;
    } finally {
      this.#appended = undefined;
    }
  }

  /** With the log moved into the database its file is used from the start again, which needs no room. */
  #makeRoom(ballast: Ballast): void {
    ballast.drop();
    this.saveSpace(true);
    try {
      this.#db.pragma("wal_checkpoint(RESTART)");
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }

  #beginLife(cause: Life["cause"], wall: number, random: Random, above = 0): Life {
    return this.#lives.begin(cause, random.bytes(LIFE_ID_BYTES), this.head.sequence + 1, wall, above);
  }

  #skipLostIds(random: Random): void {
    this.commands.raiseIds(this.commands.highestId + ID_JUMP + random.below(ID_SPREAD));
  }
}

/** Takes the folder's lock and opens the ledger in it. Throws StartupError. */
export function openLedger(folder: string, wall: number, random: Random = systemRandom): Ledger {
  const unlock = lockFolder(folder);
  try {
    return new Ledger(openDatabase(folder), wall, random, { onClosed: unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}
