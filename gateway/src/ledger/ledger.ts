/** The ledger: everything the gateway must not forget. Each change and its events are one transaction. */
import type { LedgerEvent } from "../contract/schemas.ts";
import { type Random, systemRandom } from "../random.ts";
import { CabinetStore } from "./cabinet-store.ts";
import { CommandStore } from "./command-store.ts";
import { type Db, openDatabase } from "./database.ts";
import { EventStore, type NewEvent } from "./event-store.ts";
import { MessageStore } from "./message-store.ts";
import { RentalStore } from "./rental-store.ts";

export { migrate } from "./database.ts";

/**
 * A controller remembers its last commands, so a new ledger must not use the ids of one that was lost. It starts by the
 * clock, four ids a second, and somewhere in the next million, in case that the other is only seconds old. Ids below
 * those that the controller knows are noticed (stale_id).
 */
const IDS_SINCE_MS = Date.UTC(2025, 0, 1);
const ID_MS = 250;
const ID_SPREAD = 2 ** 20;

export class Ledger {
  readonly #db: Db;
  /** Made once: preparing a transaction costs more than carrying it out. */
  readonly #transaction: (work: () => unknown) => unknown;
  readonly #listeners = new Set<(event: LedgerEvent) => void>();
  readonly #events: EventStore;
  readonly cabinets: CabinetStore;
  readonly rentals: RentalStore;
  readonly commands: CommandStore;
  readonly messages: MessageStore;
  #appended: LedgerEvent[] | undefined;

  constructor(db: Db, wall: number, random: Random) {
    this.#db = db;
    this.#transaction = db.transaction((work: () => unknown) => work()).immediate;
    this.#events = new EventStore(db);
    this.cabinets = new CabinetStore(db);
    this.rentals = new RentalStore(db);
    this.commands = new CommandStore(db);
    this.messages = new MessageStore(db);
    if (this.commands.highestId === 0) {
      const byClock = Math.min(2 ** 31, Math.max(0, Math.floor((wall - IDS_SINCE_MS) / ID_MS)));
      this.commands.raiseIds(byClock + random.below(ID_SPREAD));
    }
  }

  /** All or nothing; listeners hear of the events after the commit. */
  change<T>(work: (append: (event: NewEvent) => void) => T): T {
    if (this.#appended) throw new Error("a change inside of a change");
    const appended: LedgerEvent[] = [];
    const { head } = this.#events;
    this.#appended = appended;
    let result: T;
    try {
      result = this.#transaction(() => work((event) => appended.push(this.#events.append(event)))) as T;
    } catch (error) {
      this.#events.rewind(head);
      throw error;
    } finally {
      this.#appended = undefined;
    }
    for (const event of appended) for (const listener of this.#listeners) listener(event);
    return result;
  }

  onEvent(listener: (event: LedgerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  events(query: { after?: number; last?: number; cabinet?: string }, most = 1000): LedgerEvent[] {
    return this.#events.list(query, most);
  }

  /** Asks the database, so that an answer proves that it works. */
  countEvents(): number {
    return this.#events.count();
  }

  get head(): { readonly sequence: number; readonly hash: string } {
    return this.#events.head;
  }

  /** The first event at which the hash chain does not hold, or undefined. */
  firstBroken(): number | undefined {
    return this.#events.firstBroken();
  }

  close(): void {
    if (!this.#db.open) return;
    this.#db.pragma("wal_checkpoint(TRUNCATE)");
    this.#db.close();
  }
}

export function openLedger(folder: string, wall: number, random: Random = systemRandom): Ledger {
  return new Ledger(openDatabase(folder), wall, random);
}
