/** The lives of a ledger. A copy of it is of one life; what was copied from an earlier one may never have happened. */
import type { Db } from "./database.ts";

export interface Life {
  /** Counts up; a restored ledger continues from the backup's. */
  readonly epoch: number;
  /** 32 hex digits. Two backups restored one after the other have the same epoch and never the same id. */
  readonly id: string;
  readonly cause: "new" | "restored";
  /** The sequence of its first event. */
  readonly first_event: number;
}

export const LIFE_ID_BYTES = 16;

export class LifeStore {
  readonly #newest;
  readonly #insert;
  #current: Life | undefined;

  constructor(db: Db) {
    this.#newest = db.prepare<[], Life>(
      "SELECT epoch, id, cause, first_event FROM life ORDER BY epoch DESC LIMIT 1",
    );
    this.#insert = db.prepare<[number, string, Life["cause"], number, number]>(
      "INSERT INTO life (epoch, id, cause, first_event, at) VALUES (?, ?, ?, ?, ?)",
    );
    this.reload();
  }

  get current(): Life | undefined {
    return this.#current;
  }

  /** Its epoch is greater than that of the life before and than `above`. */
  begin(cause: Life["cause"], id: Uint8Array, firstEvent: number, at: number, above = 0): Life {
    const epoch = Math.max(this.#current?.epoch ?? 0, above) + 1;
    this.#insert.run(epoch, Buffer.from(id).toString("hex"), cause, firstEvent, at);
    this.reload();
    return this.#current as Life;
  }

  /** Forgets what a rolled-back transaction began. */
  reload(): void {
    this.#current = this.#newest.get();
  }
}
