/** Which rows are copied to central and the revision that each one has there: see gateway/src/sync/copied-rows.ts. */
import type { Db } from "./database.ts";

/** A row by its kind, its cabinet ("" where it has none) and a number (of the locker; of a rental its id). */
export interface RowKey {
  readonly what: "site" | "cabinet" | "locker" | "rental" | "form";
  readonly cabinet: string;
  readonly number: number;
}

export interface NotedRow extends RowKey {
  readonly digest: string;
}

export interface RevisedRow extends RowKey {
  readonly rev: number;
}

export class CopiedRowStore {
  readonly #highest;
  readonly #noted;
  readonly #note;
  readonly #newRentals;
  readonly #endedRentals;
  readonly #after;
  readonly #current;
  readonly #renumber;

  constructor(db: Db) {
    this.#highest = db.prepare<[], number>("SELECT coalesce(max(rev), 0) FROM copied_row").pluck();
    this.#noted = db.prepare<[], NotedRow>(
      "SELECT what, cabinet, number, digest FROM copied_row WHERE what IN ('site', 'cabinet', 'locker', 'form')",
    );
    this.#note = db.prepare<NotedRow>(
      `INSERT OR REPLACE INTO copied_row (rev, what, cabinet, number, digest)
       VALUES ((SELECT coalesce(max(rev), 0) + 1 FROM copied_row), @what, @cabinet, @number, @digest)`,
    );
    // Ids only grow, so what is above the last noted one is new.
    this.#newRentals = db.prepare<[number], { id: number; ended: 0 | 1 }>(
      `SELECT id, ended_by IS NOT NULL AS ended FROM rental WHERE id >
         (SELECT coalesce(max(number), 0) FROM copied_row WHERE what = 'rental' AND cabinet = '')
       ORDER BY id LIMIT ?`,
    );
    // By name, for SQLite would rather walk over all rentals that there ever were.
    this.#endedRentals = db
      .prepare<[], number>(
        `SELECT copied_row.number FROM copied_row INDEXED BY copied_open JOIN rental ON rental.id = copied_row.number
         WHERE what = 'rental' AND digest = 'open' AND ended_by IS NOT NULL`,
      )
      .pluck();
    this.#after = db.prepare<[number, number], RevisedRow>(
      "SELECT rev, what, cabinet, number FROM copied_row WHERE rev > ? ORDER BY rev LIMIT ?",
    );
    this.#current = db.prepare<[], RevisedRow>(
      `SELECT rev, what, cabinet, number FROM copied_row WHERE what = 'locker'
       UNION ALL SELECT rev, what, cabinet, number FROM copied_row INDEXED BY copied_open
         WHERE what = 'rental' AND digest = 'open' ORDER BY what, cabinet, number`,
    );
    this.#renumber = db.prepare<[number]>("UPDATE copied_row SET rev = rev + ?");
  }

  /** The latest revision, 0 before the first. */
  get highest(): number {
    return this.#highest.get() as number;
  }

  /** All but the rentals. */
  noted(): NotedRow[] {
    return this.#noted.all();
  }

  /** Gives the row the next revision. */
  note(row: NotedRow): void {
    this.#note.run(row);
  }

  /** Rentals that were not noted yet, in the order of their ids. */
  newRentals(most: number): { id: number; ended: 0 | 1 }[] {
    return this.#newRentals.all(most);
  }

  /** Ids of those that were noted as open and have ended. */
  endedRentals(): number[] {
    return this.#endedRentals.all() as number[];
  }

  /** In the order of their revisions. */
  after(rev: number, most: number): RevisedRow[] {
    return this.#after.all(rev, most);
  }

  /** Lockers, and rentals that were open when they were noted. */
  current(): RevisedRow[] {
    return this.#current.all();
  }

  /** Gives all rows new revisions, in the same order, above `above` and above all of before: they are copied again. */
  renumber(above: number): void {
    this.#renumber.run(Math.max(above, this.highest));
  }
}
