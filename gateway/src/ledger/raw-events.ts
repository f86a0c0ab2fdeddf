/** Events as they were hashed, in pages, for whoever keeps a copy of the ledger. */
import type { Db } from "./database.ts";

export interface RawEvent {
  readonly sequence: number;
  /** JSON, to the byte. */
  readonly body: string;
  /** In hex. */
  readonly hash: string;
}

export class RawEvents {
  readonly #after;
  readonly #hash;
  /** From the very first event on, which one that was built again from central may lack. */
  readonly whole: boolean;

  constructor(db: Db) {
    this.#after = db.prepare<[number, number], RawEvent>(
      "SELECT sequence, body, hash FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?",
    );
    this.#hash = db.prepare<[number], string>("SELECT hash FROM event WHERE sequence = ?").pluck();
    const first = db.prepare<[], number | null>("SELECT min(sequence) FROM event").pluck().get();
    this.whole = (first ?? 1) === 1;
  }

  /** At most `most` events, and not many more than so many bytes of bodies; at least one where there is one. */
  page(after: number, most: number, bytes: number): RawEvent[] {
    const page: RawEvent[] = [];
    let left = bytes;
    for (const event of this.#after.iterate(after, most)) {
      // After events that a ledger which was built again lacks, a place of its own is needed.
      if (page.length > 0 && event.sequence !== after + page.length + 1) break;
      page.push(event);
      left -= Buffer.byteLength(event.body);
      if (left <= 0) break;
    }
    return page;
  }

  /** Undefined where there is no such event. */
  hashOf(sequence: number): string | undefined {
    return this.#hash.get(sequence) as string | undefined;
  }
}
