/** How far each controller's journal has been read, and a copy of its slot table. */
import type { Db } from "./database.ts";

export interface CabinetRow {
  readonly controller: Uint8Array | null;
  readonly epoch: number;
  readonly position: number;
}

export interface SlotRow {
  readonly locker: number;
  readonly record: Uint8Array | null;
  readonly kept: Uint8Array | null;
  readonly damaged: number;
}

export class CabinetStore {
  readonly #get;
  readonly #set;
  readonly #slots;
  readonly #setSlot;
  readonly #clearSlots;
  readonly #doubtSlots;

  constructor(db: Db) {
    // Events carry the position along in their own transaction; an index or a row to update would cost each of them
    // a page. So only the events since the row was written are looked at.
    this.#get = db.prepare<[string], CabinetRow>(
      `SELECT controller, epoch, max(position, coalesce((SELECT max(journal) FROM event
         WHERE event.sequence > cabinet.known_to AND event.cabinet = cabinet.id AND event.epoch = cabinet.epoch), 0))
       AS position FROM cabinet WHERE id = ?`,
    );
    this.#set = db.prepare<[string, Uint8Array | null, number, number]>(
      `INSERT OR REPLACE INTO cabinet (id, controller, epoch, position, known_to)
       VALUES (?, ?, ?, ?, (SELECT coalesce(max(sequence), 0) FROM event))`,
    );
    this.#slots = db.prepare<[string], SlotRow>(
      "SELECT locker, record, kept, damaged FROM slot WHERE cabinet = ?",
    );
    this.#setSlot = db.prepare<[string, number, Uint8Array | null, Uint8Array | null, number]>(
      "INSERT OR REPLACE INTO slot (cabinet, locker, record, kept, damaged) VALUES (?, ?, ?, ?, ?)",
    );
    this.#clearSlots = db.prepare<[string]>("DELETE FROM slot WHERE cabinet = ?");
    this.#doubtSlots = db.prepare<[]>(
      "UPDATE slot SET record = NULL, kept = NULL, damaged = 1 WHERE kept IS NOT NULL",
    );
  }

  get(id: string): CabinetRow | undefined {
    return this.#get.get(id);
  }

  set(id: string, row: CabinetRow): void {
    this.#set.run(id, row.controller, row.epoch, row.position);
  }

  slots(id: string): SlotRow[] {
    return this.#slots.all(id);
  }

  setSlot(id: string, { locker, record, kept, damaged }: SlotRow): void {
    this.#setSlot.run(id, locker, record, kept, damaged);
  }

  /** Only the controllers know what stands in their slots; one that does not either is for the operator. */
  doubtSlots(): void {
    this.#doubtSlots.run();
  }

  clearSlots(id: string): void {
    this.#clearSlots.run(id);
  }
}
