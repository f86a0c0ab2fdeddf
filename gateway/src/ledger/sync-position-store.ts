/** What central said last that it has, and which recovery keys somebody has seen. */
import type { Db } from "./database.ts";

export interface SyncPosition {
  /** Id of the life. */
  readonly epoch: string;
  readonly sequence: number;
  readonly hash: string;
  readonly rev: number;
  /** Wall-clock milliseconds; for showing only. */
  readonly at: number;
}

export class SyncPositionStore {
  readonly #get;
  readonly #set;
  readonly #shown;
  readonly #show;

  constructor(db: Db) {
    this.#get = db.prepare<[], SyncPosition>("SELECT epoch, sequence, hash, rev, at FROM sync_position");
    this.#set = db.prepare<SyncPosition>(
      `INSERT OR REPLACE INTO sync_position (one, epoch, sequence, hash, rev, at)
       VALUES (1, @epoch, @sequence, @hash, @rev, @at)`,
    );
    this.#shown = db.prepare<[string], number>("SELECT 1 FROM recovery_shown WHERE fingerprint = ?").pluck();
    this.#show = db.prepare<[string, number]>("INSERT OR REPLACE INTO recovery_shown VALUES (?, ?)");
  }

  get(): SyncPosition | undefined {
    return this.#get.get();
  }

  set(position: SyncPosition): void {
    this.#set.run(position);
  }

  keyShown(fingerprint: string): boolean {
    return this.#shown.get(fingerprint) !== undefined;
  }

  showKey(fingerprint: string, at: number): void {
    this.#show.run(fingerprint, at);
  }
}
