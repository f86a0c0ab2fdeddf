/** Commands of central admins. Each id is carried out once, so what became of it stays known. */
import type { SyncAcknowledgement } from "../contract/sync-schemas.ts";
import type { Db } from "./database.ts";

export type CentralEnd = SyncAcknowledgement["state"];

export interface CentralCommand {
  /** A UUID of central. */
  readonly id: string;
  readonly kind: string;
  readonly cabinet: string;
  readonly locker: number;
  readonly reason: string;
  /** The login of the central admin. */
  readonly who: string;
}

export interface CentralCommandRow extends CentralCommand {
  /** started: it may have had its effect. */
  readonly state: "started" | CentralEnd;
  /** 1: central knows what became of it. */
  readonly acknowledged: number;
}

/** Central hands out an id until it is acknowledged, or again from a backup: so many of those are remembered. */
const REMEMBERED = 10_000;
const PRUNED_AT_ONCE = 200;
/** Central cuts what is longer. */
const RESULT_LENGTH = 200;

export class CentralCommandStore {
  readonly #put;
  readonly #forget;
  readonly #get;
  readonly #started;
  readonly #toTell;
  readonly #acknowledge;
  readonly #highest;
  readonly #prune;

  constructor(db: Db) {
    this.#put = db.prepare<
      CentralCommand & { state: string; result: string | null; finished_at: number | null }
    >(
      `INSERT INTO central_command (id, kind, cabinet, locker, reason, who, state, result, finished_at, acknowledged)
       VALUES (@id, @kind, @cabinet, @locker, @reason, @who, @state, @result, @finished_at, 0)
       ON CONFLICT (id) DO UPDATE SET
         state = excluded.state, result = excluded.result, finished_at = excluded.finished_at`,
    );
    this.#forget = db.prepare<[string]>("DELETE FROM central_command WHERE id = ? AND state = 'started'");
    const columns = "SELECT id, kind, cabinet, locker, reason, who, state, acknowledged FROM central_command";
    this.#get = db.prepare<[string], CentralCommandRow>(`${columns} WHERE id = ?`);
    this.#started = db.prepare<[], CentralCommandRow>(
      `${columns} WHERE acknowledged = 0 AND state = 'started'`,
    );
    this.#toTell = db.prepare<[number], { id: string; state: CentralEnd; result: string | null }>(
      `SELECT id, state, result FROM central_command
       WHERE acknowledged = 0 AND state <> 'started' ORDER BY rowid LIMIT ?`,
    );
    this.#acknowledge = db.prepare<[number, string]>(
      "UPDATE central_command SET acknowledged = ? WHERE id = ? AND state <> 'started'",
    );
    this.#highest = db.prepare<[], { highest: number | null }>(
      "SELECT max(rowid) AS highest FROM central_command",
    );
    this.#prune = db.prepare<[number, number]>(
      `DELETE FROM central_command WHERE rowid IN
         (SELECT rowid FROM central_command WHERE rowid <= ? AND acknowledged = 1 ORDER BY rowid LIMIT ?)`,
    );
  }

  start(command: CentralCommand): void {
    this.#put.run({ ...command, state: "started", result: null, finished_at: null });
  }

  /** Also of one that was never started. `at`: wall-clock milliseconds. */
  end(command: CentralCommand, state: CentralEnd, result: string | undefined, at: number): void {
    const cut = result?.slice(0, RESULT_LENGTH) ?? null;
    this.#put.run({ ...command, state, result: cut, finished_at: at });
  }

  /** It is certain that a started one had no effect: it may be begun again. */
  forget(id: string): void {
    this.#forget.run(id);
  }

  get(id: string): CentralCommandRow | undefined {
    return this.#get.get(id);
  }

  started(): CentralCommandRow[] {
    return this.#started.all();
  }

  /** What central has to be told, the oldest first. */
  toTell(most: number): SyncAcknowledgement[] {
    return this.#toTell
      .all(most)
      .map(({ id, state, result }) => ({ id, state, ...(result === null ? {} : { result }) }));
  }

  acknowledge(id: string): void {
    this.#acknowledge.run(1, id);
  }

  /** Central asks for it once more: it has forgotten the answer. */
  tellAgain(id: string): void {
    this.#acknowledge.run(0, id);
  }

  prune(): void {
    const highest = this.#highest.get()?.highest ?? 0;
    if (highest > REMEMBERED) this.#prune.run(highest - REMEMBERED, PRUNED_AT_ONCE);
  }
}
