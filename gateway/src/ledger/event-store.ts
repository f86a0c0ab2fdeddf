/** The append-only events, each hashed over the one before. */
import { hash } from "node:crypto";
import type { LedgerEvent } from "../contract/operator-schemas.ts";
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
  hash: string;
}

/** Before the first event. In hex, because strings spare the garbage collector a buffer for each event. */
export const EMPTY_HASH = "0".repeat(64);
/** Of an event of which a ledger that was built again from central knows the hash and nothing else. */
export const UNKNOWN = "unknown";

export class EventStore {
  readonly #insert;
  readonly #after;
  readonly #last;
  readonly #between;
  readonly #count;
  #head: { sequence: number; hash: string };

  constructor(db: Db) {
    this.#insert = db.prepare<[number, string | null, number | null, number | null, string, string]>(
      "INSERT INTO event (sequence, cabinet, epoch, journal, body, hash) VALUES (?, ?, ?, ?, ?, ?)",
    );
    const columns = "SELECT sequence, body, hash FROM event";
    this.#after = db.prepare<[number, string | null, string | null, number], EventRow>(
      `${columns} WHERE sequence > ? AND (? IS NULL OR cabinet = ?) AND body <> '${UNKNOWN}' ORDER BY sequence LIMIT ?`,
    );
    this.#last = db.prepare<[number, string | null, string | null, number], EventRow>(
      `SELECT * FROM (${columns} WHERE sequence > ? AND (? IS NULL OR cabinet = ?) AND body <> '${UNKNOWN}'
       ORDER BY sequence DESC LIMIT ?) ORDER BY sequence`,
    );
    this.#between = db.prepare<[number, number], EventRow>(
      `${columns} WHERE sequence BETWEEN ? AND ? ORDER BY sequence`,
    );
    this.#count = db.prepare<[], { count: number | null }>("SELECT max(sequence) AS count FROM event");
    const head = db.prepare<[], EventRow>(`${columns} ORDER BY sequence DESC LIMIT 1`).get();
    this.#head = { sequence: head?.sequence ?? 0, hash: head?.hash ?? EMPTY_HASH };
  }

  get head(): { readonly sequence: number; readonly hash: string } {
    return this.#head;
  }

  /** Forgets what a rolled-back transaction appended. */
  rewind(head: { readonly sequence: number; readonly hash: string }): void {
    this.#head = head;
  }

  append({ journal, ...event }: NewEvent): LedgerEvent {
    const sequence = this.#head.sequence + 1;
    const shown = { ...event, sequence, at: new Date(event.at).toISOString() };
    const body = bodyOf(shown, journal);
    const next = chain(this.#head.hash, body);
    const place = [journal?.epoch ?? null, journal?.sequence ?? null] as const;
    this.#insert.run(sequence, event.cabinet ?? null, ...place, body, next);
    this.#head = { sequence, hash: next };
    return shown;
  }

  list(query: { after?: number; last?: number; cabinet?: string }, most: number): LedgerEvent[] {
    const cabinet = query.cabinet ?? null;
    const statement = query.last === undefined ? this.#after : this.#last;
    const rows = statement.all(query.after ?? 0, cabinet, cabinet, Math.min(most, query.last ?? most));
    return rows.map((row) => shown(row.body));
  }

  /** Sequences have no gaps, so the last one is the count; also of those that are not known any more. */
  count(): number {
    return this.#count.get()?.count ?? 0;
  }

  /**
   * The first sequence after `after`, up to `last`, at which the chain does not hold, or undefined. It goes on from the
   * hash of an event of which nothing else is known.
   */
  firstBroken(after = 0, last = Number.MAX_SAFE_INTEGER): number | undefined {
    const known = this.#between.get(after, after);
    let wanted = after === 0 ? EMPTY_HASH : known?.hash;
    for (const row of this.#between.iterate(after + 1, last)) {
      if (row.body !== UNKNOWN) {
        if (wanted === undefined || row.hash !== chain(wanted, row.body)) return row.sequence;
      }
      wanted = row.hash;
    }
    return undefined;
  }
}

/** JSON with all keys in order: the same event gives the same bytes. */
function bodyOf(event: LedgerEvent, journal: NewEvent["journal"]): string {
  const { actor, at, cabinet, detail, kind, locker, outcome, phone, reason, sequence } = event;
  const sorted = detail && Object.fromEntries(Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1)));
  const place = { epoch: journal?.epoch, journal: journal?.sequence };
  const ordered = {
    actor,
    at,
    cabinet,
    detail: sorted,
    ...place,
    kind,
    locker,
    outcome,
    phone,
    reason,
    sequence,
  };
  return JSON.stringify(ordered);
}

function chain(previous: string, body: string): string {
  return hash("sha256", previous + body);
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
