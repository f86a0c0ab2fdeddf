/** Rentals: one use of a locker by a phone number. */
import type { Db } from "./database.ts";

export interface Rental {
  readonly id: number;
  readonly cabinet: string;
  readonly epoch: number;
  readonly locker: number;
  readonly number: number;
  readonly phone: string;
  readonly source: "keypad" | "web" | "controller";
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
}

export interface NewRental extends Omit<Rental, "id" | "ended_at" | "ended_by"> {
  readonly receipt: Uint8Array | null;
}

const COLUMNS =
  "SELECT id, cabinet, epoch, locker, number, phone, source, started_at, ended_at, ended_by FROM rental";

export class RentalStore {
  readonly #insert;
  readonly #end;
  readonly #get;
  readonly #open;
  readonly #openAll;
  readonly #byReceipt;

  constructor(db: Db) {
    this.#insert = db.prepare<NewRental>(
      `INSERT INTO rental (cabinet, epoch, locker, number, phone, source, receipt, started_at)
       VALUES (@cabinet, @epoch, @locker, @number, @phone, @source, @receipt, @started_at)`,
    );
    this.#end = db.prepare<[number, string, number]>(
      "UPDATE rental SET ended_at = ?, ended_by = ? WHERE id = ?",
    );
    this.#get = db.prepare<[number], Rental>(`${COLUMNS} WHERE id = ?`);
    this.#open = db.prepare<[string, number], Rental>(
      `${COLUMNS} WHERE cabinet = ? AND locker = ? AND ended_by IS NULL`,
    );
    this.#openAll = db.prepare<[string], Rental>(`${COLUMNS} WHERE cabinet = ? AND ended_by IS NULL`);
    this.#byReceipt = db.prepare<[Uint8Array], Rental>(`${COLUMNS} WHERE receipt = ?`);
  }

  start(rental: NewRental): number {
    return Number(this.#insert.run(rental).lastInsertRowid);
  }

  end(id: number, at: number, by: string): void {
    this.#end.run(at, by, id);
  }

  get(id: number): Rental | undefined {
    return this.#get.get(id);
  }

  open(cabinet: string, locker: number): Rental | undefined {
    return this.#open.get(cabinet, locker);
  }

  allOpen(cabinet: string): Rental[] {
    return this.#openAll.all(cabinet);
  }

  byReceipt(hash: Uint8Array): Rental | undefined {
    return this.#byReceipt.get(hash);
  }
}
