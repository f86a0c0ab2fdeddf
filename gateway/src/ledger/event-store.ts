/** The append-only events, each hashed over the one before. */
import { createHash } from "node:crypto";
import type { LedgerEvent } from "../contract/schemas.ts";
import { canonicalJson, type Json } from "./canonical-json.ts";
import type { Db } from "./database.ts";

/** What happened. Phone numbers are masked before they come here: this table is never erased. */
export interface NewEvent extends Omit<LedgerEvent, "sequence" | "at"> {
  readonly at: number;
  /** Where it stands in a controller's journal. */
  readonly journal?: { readonly epoch: number; readonly sequence: number };
}

interface EventRow {
  sequence: number;
  body: string;
  hash: Buffer;
}

const EMPTY_HASH = new Uint8Array(32);

export class EventStore {
  readonly #insert;
  readonly #after;
  readonly #last;
  readonly #all;
  readonly #count;
  #head: { sequence: number; hash: Uint8Array };

  constructor(db: Db) {
    this.#insert = db.prepare<[number, string | null, number | null, number | null, string, Uint8Array]>(
      "INSERT INTO event (sequence, cabinet, epoch, journal, body, hash) VALUES (?, ?, ?, ?, ?, ?)",
    );
    const columns = "SELECT sequence, body, hash FROM event";
    this.#after = db.prepare<[number, string | null, string | null, number], EventRow>(
      `${columns} WHERE sequence > ? AND (? IS NULL OR cabinet = ?) ORDER BY sequence LIMIT ?`,
    );
    this.#last = db.prepare<[number, string | null, string | null, number], EventRow>(
      `SELECT * FROM (${columns} WHERE sequence > ? AND (? IS NULL OR cabinet = ?)
       ORDER BY sequence DESC LIMIT ?) ORDER BY sequence`,
    );
    this.#all = db.prepare<[], EventRow>(`${columns} ORDER BY sequence`);
    this.#count = db.prepare<[], { count: number | null }>("SELECT max(sequence) AS count FROM event");
    const head = db.prepare<[], EventRow>(`${columns} ORDER BY sequence DESC LIMIT 1`).get();
    this.#head = { sequence: head?.sequence ?? 0, hash: head?.hash ?? EMPTY_HASH };
  }

  get head(): { readonly sequence: number; readonly hash: Uint8Array } {
    return this.#head;
  }

  /** Forgets what a rolled-back transaction appended. */
  rewind(head: { readonly sequence: number; readonly hash: Uint8Array }): void {
    this.#head = head;
  }

  append({ journal, at, ...rest }: NewEvent): LedgerEvent {
    const event = { sequence: this.#head.sequence + 1, at: new Date(at).toISOString(), ...rest };
    const body = canonicalJson({ ...event, epoch: journal?.epoch, journal: journal?.sequence } as Json);
    const hash = chain(this.#head.hash, body);
    const place = [journal?.epoch ?? null, journal?.sequence ?? null] as const;
    this.#insert.run(event.sequence, event.cabinet ?? null, ...place, body, hash);
    this.#head = { sequence: event.sequence, hash };
    return event;
  }

  list(query: { after?: number; last?: number; cabinet?: string }, most: number): LedgerEvent[] {
    const cabinet = query.cabinet ?? null;
    const statement = query.last === undefined ? this.#after : this.#last;
    const rows = statement.all(query.after ?? 0, cabinet, cabinet, Math.min(most, query.last ?? most));
    return rows.map((row) => shown(row.body));
  }

  /** Sequences have no gaps, so the last one is the count. */
  count(): number {
    return this.#count.get()?.count ?? 0;
  }

  /** The first sequence at which the chain does not hold, or undefined. */
  firstBroken(): number | undefined {
    let hash = EMPTY_HASH as Uint8Array;
    let expected = 1;
    for (const row of this.#all.iterate()) {
      hash = chain(hash, row.body);
      if (row.sequence !== expected || !row.hash.equals(hash)) return row.sequence;
      expected++;
    }
    return undefined;
  }
}

function chain(previous: Uint8Array, body: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(previous).update(body).digest());
}

function shown(body: string): LedgerEvent {
  const {
    epoch: _epoch,
    journal: _journal,
    ...event
  } = JSON.parse(body) as LedgerEvent & {
    epoch?: number;
    journal?: number;
  };
  return event;
}
