/**
 * Fills an empty ledger with what a copy of another one has: rows keep their ids, events their text and hash. Where the
 * text of an event is not known, its hash stands alone, and the chain goes on from there.
 */
import { hash as digest } from "node:crypto";
import type { Db } from "./database.ts";
import { EMPTY_HASH, UNKNOWN } from "./event-store.ts";
import type { Rental } from "./rental-store.ts";

export interface CopiedLife {
  readonly epoch: number;
  readonly id: string;
}

export interface CopiedEvent {
  readonly sequence: number;
  readonly hash: string;
  readonly body: string;
  readonly cabinet: string | null;
  /** Place in the cabinet's journal. */
  readonly epoch: number | null;
  readonly journal: number | null;
}

export interface CopiedCabinet {
  readonly id: string;
  readonly controller: Uint8Array | null;
  readonly epoch: number;
  readonly position: number;
}

export type CopiedRental = Omit<Rental, "epoch">;

/** Rows in one transaction. */
const ROWS_AT_ONCE = 2000;

export class LedgerImport {
  readonly #db: Db;
  readonly #life;
  readonly #event;
  readonly #place;
  readonly #endOpen;
  readonly #rental;
  readonly #rentalEpochs;
  readonly #slot;
  readonly #label;
  readonly #cabinet;
  readonly #keySeen;
  #head = { sequence: 0, hash: EMPTY_HASH };
  #rows = 0;

  /** Nothing of it lasts until the database is closed and synced by the caller. */
  constructor(db: Db) {
    this.#db = db;
    db.pragma("synchronous = OFF");
    this.#life = db.prepare<[number, string, number]>(
      "INSERT INTO life (epoch, id, cause, first_event, at) VALUES (?, ?, 'new', 1, ?)",
    );
    this.#event = db.prepare<CopiedEvent>(
      `INSERT INTO event (sequence, cabinet, epoch, journal, body, hash)
       VALUES (@sequence, @cabinet, @epoch, @journal, @body, @hash)`,
    );
    this.#place = db.prepare<[number, string]>(
      `INSERT INTO event (sequence, body, hash) VALUES (?, '${UNKNOWN}', ?)`,
    );
    this.#endOpen = db.prepare<[string, number]>(
      "UPDATE rental SET ended_by = 'corrected' WHERE cabinet = ? AND locker = ? AND ended_by IS NULL",
    );
    this.#rental = db.prepare<CopiedRental>(
      `INSERT INTO rental (id, cabinet, epoch, locker, number, phone, source, receipt, started_at, ended_at, ended_by)
       VALUES (@id, @cabinet, 0, @locker, @number, @phone, @source, NULL, @started_at, @ended_at, @ended_by)`,
    );
    this.#rentalEpochs = db.prepare<[]>(
      "UPDATE rental SET epoch = coalesce((SELECT epoch FROM cabinet WHERE id = rental.cabinet), 0)",
    );
    this.#slot = db.prepare<[string, number, Uint8Array]>(
      "INSERT INTO slot (cabinet, locker, record, kept, damaged) VALUES (?, ?, NULL, ?, 0)",
    );
    this.#label = db.prepare<[string, number, string]>(
      "INSERT INTO label (cabinet, locker, text) VALUES (?, ?, ?)",
    );
    this.#cabinet = db.prepare<CopiedCabinet & { known: number }>(
      `INSERT INTO cabinet (id, controller, epoch, position, known_to)
       VALUES (@id, @controller, @epoch, @position, @known)`,
    );
    this.#keySeen = db.prepare<[string, number]>(
      "INSERT INTO recovery_shown (fingerprint, at) VALUES (?, ?)",
    );
    db.exec("BEGIN");
  }

  /** The last event. */
  get head(): { readonly sequence: number; readonly hash: string } {
    return this.#head;
  }

  life({ epoch, id }: CopiedLife, at: number): void {
    this.#life.run(epoch, id, at);
    this.#count();
  }

  /** Whether its text belongs there: the event before is known, and its hash fits. */
  fits({ sequence, hash, body }: Pick<CopiedEvent, "sequence" | "hash" | "body">): boolean {
    const next = this.#head.sequence + 1;
    return sequence === next && digest("sha256", this.#head.hash + body) === hash;
  }

  event(event: CopiedEvent): void {
    this.#event.run(event);
    this.#moved(event);
  }

  /** Of this event the hash is known and nothing else; those before it that did not come are missing. */
  place({ sequence, hash }: { sequence: number; hash: string }): void {
    this.#place.run(sequence, hash);
    this.#moved({ sequence, hash });
  }

  /** A locker has one open rental: the later one. */
  rental(rental: CopiedRental): void {
    if (rental.ended_by === null) this.#endOpen.run(rental.cabinet, rental.locker);
    this.#rental.run(rental);
    this.#count();
  }

  /** The record that was kept of a controller's slot, 16 bytes. */
  slot(cabinet: string, locker: number, record: Uint8Array): void {
    this.#slot.run(cabinet, locker, record);
    this.#count();
  }

  label(cabinet: string, locker: number, text: string): void {
    this.#label.run(cabinet, locker, text);
    this.#count();
  }

  /** Somebody has the recovery key. */
  keySeen(fingerprint: string, at: number): void {
    this.#keySeen.run(fingerprint, at);
  }

  /** After all events and rentals. */
  end(cabinets: Iterable<CopiedCabinet>): void {
    for (const cabinet of cabinets) this.#cabinet.run({ ...cabinet, known: this.#head.sequence });
    this.#rentalEpochs.run();
    this.#db.exec("COMMIT");
    this.#db.pragma("synchronous = FULL");
  }

  #moved(head: { sequence: number; hash: string }): void {
    this.#head = { sequence: head.sequence, hash: head.hash };
    this.#count();
  }

  #count(): void {
    this.#rows += 1;
    if (this.#rows % ROWS_AT_ONCE === 0) this.#db.exec("COMMIT; BEGIN");
  }
}
