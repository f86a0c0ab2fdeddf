/** A gateway's own rows in central, read with its own login as long as a central admin allows it. */
import { CentralError } from "../central/index.ts";
import { EMPTY_HASH, SCHEMA, type SyncAnswer, type SyncRequest } from "../contract/index.ts";

export type Exchange = (request: SyncRequest) => Promise<SyncAnswer>;
type Read = NonNullable<SyncRequest["read"]>;
export type Row = Record<string, unknown>;

/** Where central stands; the same in every answer as long as nobody sends with this login. */
export interface Standing {
  readonly epoch: number;
  readonly last_seq: number;
  readonly last_hash: string;
}

export class OwnRows {
  readonly #exchange: Exchange;
  #standing: Standing | undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** Of the first page; that is to be asked for before. */
  get standing(): Standing {
    if (this.#standing === undefined) throw new Error("nothing was read yet");
    return this.#standing;
  }

  /** Throws CentralError restore_not_allowed or copy_moved, and what the exchange throws. */
  async page(read: Read): Promise<Row[]> {
    const epoch = { counter: 1, id: "reads-its-own-rows" };
    const answer = await this.#exchange({ schema: SCHEMA, epoch, after: 0, hash: EMPTY_HASH, read });
    if (answer.code !== "ok") {
      throw new CentralError("restore_not_allowed", "This login may not read its rows now.");
    }
    const { epoch: life, last_seq, last_hash } = answer;
    const standing = { epoch: life ?? 0, last_seq: last_seq ?? 0, last_hash: last_hash ?? EMPTY_HASH };
    this.#standing ??= standing;
    const before = this.#standing;
    if (standing.epoch !== before.epoch || standing.last_hash !== before.last_hash) {
      throw new CentralError("copy_moved", "Something sends to central with this login meanwhile.");
    }
    return answer.read ?? [];
  }

  /** All rows of a kind in the order of `key`, page by page. `next`: where the page after this row begins. */
  async *all(first: Read, key: string, next: (row: Row) => Partial<Read>): AsyncGenerator<Row> {
    let read = first;
    for (;;) {
      const page = await this.page(read);
      page.sort((a, b) => compare(a[key], b[key]));
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      read = { ...first, ...next(last) };
    }
  }
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : 1;
}
