/** Names that people gave to lockers, beside their numbers. */
import type { Db } from "./database.ts";

export class LabelStore {
  readonly #all;
  readonly #set;
  readonly #clear;
  /** By cabinet: views of a cabinet are made each second. */
  readonly #known = new Map<string, ReadonlyMap<number, string>>();

  constructor(db: Db) {
    this.#all = db.prepare<[string], { locker: number; text: string }>(
      "SELECT locker, text FROM label WHERE cabinet = ?",
    );
    this.#set = db.prepare<[string, number, string]>(
      "INSERT OR REPLACE INTO label (cabinet, locker, text) VALUES (?, ?, ?)",
    );
    this.#clear = db.prepare<[string, number]>("DELETE FROM label WHERE cabinet = ? AND locker = ?");
  }

  /** By locker number; lockers without a label are missing. */
  of(cabinet: string): ReadonlyMap<number, string> {
    const known = this.#known.get(cabinet);
    if (known) return known;
    const read = new Map(this.#all.all(cabinet).map(({ locker, text }) => [locker, text]));
    this.#known.set(cabinet, read);
    return read;
  }

  /** "" takes it away. */
  set(cabinet: string, locker: number, text: string): void {
    if (text === "") this.#clear.run(cabinet, locker);
    else this.#set.run(cabinet, locker, text);
    this.#known.delete(cabinet);
  }
}
