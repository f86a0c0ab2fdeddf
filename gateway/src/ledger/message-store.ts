/** The outbox: which rental gets a message, and what became of it. Never its text, never a PIN. */
import type { MessageState } from "../contract/schemas.ts";
import type { Db } from "./database.ts";

export interface MessageRow {
  readonly id: number;
  readonly rental: number;
  /** The command that carried the PIN. */
  readonly command: number;
  readonly state: MessageState;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly at: number;
}

export interface MessageWithRental extends MessageRow {
  readonly cabinet: string;
  readonly locker: number;
  readonly number: number;
  readonly phone: string;
  readonly ended_by: string | null;
}

const JOINED = `SELECT message.*, rental.cabinet, rental.locker, rental.number, rental.phone, rental.ended_by
  FROM message JOIN rental ON rental.id = message.rental`;

export class MessageStore {
  readonly #insert;
  readonly #get;
  readonly #newest;
  readonly #queued;
  readonly #list;
  readonly #count;
  readonly #carriedBy;
  readonly #update;
  readonly #supersede;

  constructor(db: Db) {
    this.#insert = db.prepare<[number, number, number]>(
      "INSERT INTO message (rental, command, state, at) VALUES (?, ?, 'queued', ?)",
    );
    this.#get = db.prepare<[number], MessageWithRental>(`${JOINED} WHERE message.id = ?`);
    this.#newest = db.prepare<[number], MessageRow>(
      "SELECT * FROM message WHERE rental = ? ORDER BY id DESC LIMIT 1",
    );
    this.#queued = db.prepare<[], { id: number }>(
      "SELECT id FROM message WHERE state = 'queued' ORDER BY id",
    );
    this.#list = db.prepare<[number], MessageWithRental>(`${JOINED} ORDER BY message.id DESC LIMIT ?`);
    this.#count = db.prepare<[MessageState], { count: number }>(
      "SELECT count(*) AS count FROM message WHERE state = ?",
    );
    this.#carriedBy = db.prepare<[number, number]>("UPDATE message SET command = ? WHERE id = ?");
    this.#update = db.prepare<[MessageState, number, string | null, number]>(
      "UPDATE message SET state = ?, attempts = ?, last_error = ? WHERE id = ? AND state = 'queued'",
    );
    this.#supersede = db.prepare<[string, number]>(
      "UPDATE message SET state = 'failed', last_error = ? WHERE rental = ? AND state = 'queued'",
    );
  }

  /** Queues one for a rental; whatever was still queued for it carries a dead PIN and is given up. */
  queue(rental: number, command: number, at: number): number {
    this.giveUp(rental, "replaced by a newer message");
    return Number(this.#insert.run(rental, command, at).lastInsertRowid);
  }

  giveUp(rental: number, why: string): void {
    this.#supersede.run(why, rental);
  }

  carriedBy(id: number, command: number): void {
    this.#carriedBy.run(command, id);
  }

  /** A try failed; another follows. */
  retry(id: number, attempts: number, lastError: string): void {
    this.#update.run("queued", attempts, lastError, id);
  }

  /** False when it was not queued any more. */
  finish(id: number, state: "sent" | "failed", attempts: number, lastError: string | null): boolean {
    return this.#update.run(state, attempts, lastError, id).changes === 1;
  }

  get(id: number): MessageWithRental | undefined {
    return this.#get.get(id);
  }

  newest(rental: number): MessageRow | undefined {
    return this.#newest.get(rental);
  }

  queued(): number[] {
    return this.#queued.all().map((row) => row.id);
  }

  list(most: number): MessageWithRental[] {
    return this.#list.all(most);
  }

  count(state: MessageState): number {
    return this.#count.get(state)?.count ?? 0;
  }
}
