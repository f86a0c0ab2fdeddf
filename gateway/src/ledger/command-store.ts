/** Commands to controllers. A row stands before its command is sent, so that nothing is forgotten at a sudden end. */
import type { Outcome } from "@holdfast/protocol";
import type { Db } from "./database.ts";

export type Actor = "web" | "operator" | "central" | "gateway";

export interface NewCommand {
  readonly cabinet: string;
  readonly locker: number;
  readonly kind: string;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly request: Uint8Array | null;
  readonly fingerprint: Uint8Array | null;
  readonly phone: string | null;
  readonly message: number | null;
  readonly at: number;
}

export interface CommandOutcome {
  readonly outcome: Outcome;
  readonly rental: number;
  readonly wait: number;
  /** Wrong tries in a row, where the journal told. */
  readonly tries: number | null;
}

export interface CommandRow extends NewCommand {
  readonly id: number;
  /** void: it is certain that it had no effect, so the request may be carried out again. */
  readonly state: "sent" | "settled" | "void";
  readonly outcome: Outcome | null;
  readonly rental: number | null;
  readonly wait: number | null;
  readonly tries: number | null;
}

export class CommandStore {
  readonly #insert;
  readonly #settle;
  readonly #void;
  readonly #get;
  readonly #byRequest;
  readonly #unsettled;
  readonly #lostStore;
  readonly #lastService;
  readonly #highest;
  readonly #raise;
  readonly #seed;
  readonly #doubt;

  constructor(db: Db) {
    this.#insert = db.prepare<NewCommand>(
      `INSERT INTO command (cabinet, locker, kind, actor, reason, request, fingerprint, phone, message, state, at)
       VALUES (@cabinet, @locker, @kind, @actor, @reason, @request, @fingerprint, @phone, @message, 'sent', @at)`,
    );
    this.#settle = db.prepare<[Outcome, number, number, number | null, number, number, number]>(
      `UPDATE command SET state = 'settled', outcome = ?, rental = ?, wait = ?, tries = coalesce(?, tries),
       request = iif(?, request, NULL), phone = iif(?, phone, NULL) WHERE id = ?`,
    );
    this.#void = db.prepare<[number]>(
      "UPDATE command SET state = 'void', request = NULL, phone = NULL WHERE id = ? AND state = 'sent'",
    );
    this.#get = db.prepare<[number], CommandRow>("SELECT * FROM command WHERE id = ?");
    this.#byRequest = db.prepare<[Uint8Array], CommandRow>("SELECT * FROM command WHERE request = ?");
    this.#unsettled = db.prepare<[string], { id: number }>(
      "SELECT id FROM command WHERE cabinet = ? AND state = 'sent'",
    );
    this.#lostStore = db.prepare<[string, number, string], CommandRow>(
      `SELECT * FROM command WHERE cabinet = ? AND locker = ? AND phone = ? AND kind = 'store'
       AND state = 'settled' AND outcome = 'unknown' ORDER BY id DESC LIMIT 1`,
    );
    this.#lastService = db.prepare<[string, number], { actor: Actor }>(
      `SELECT actor FROM command WHERE cabinet = ? AND locker = ? AND kind = 'set_service'
       AND outcome = 'done' ORDER BY id DESC LIMIT 1`,
    );
    this.#highest = db.prepare<[], { seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'command'");
    this.#raise = db.prepare<[number]>("UPDATE sqlite_sequence SET seq = ? WHERE name = 'command'");
    this.#seed = db.prepare<[number]>("INSERT INTO sqlite_sequence (name, seq) VALUES ('command', ?)");
    this.#doubt = db.prepare<[]>(
      "UPDATE command SET state = 'settled', outcome = 'unknown', rental = 0, wait = 0 WHERE state = 'sent'",
    );
  }

  add(command: NewCommand): number {
    return Number(this.#insert.run(command).lastInsertRowid);
  }

  /** `final`: the same request gets the same answer for ever; else it may be carried out again. */
  settle(id: number, { outcome, rental, wait, tries }: CommandOutcome, final: boolean): void {
    this.#settle.run(outcome, rental, wait, tries, final ? 1 : 0, outcome === "unknown" ? 1 : 0, id);
  }

  /** It had no effect. */
  makeVoid(id: number): void {
    this.#void.run(id);
  }

  /** Nobody will ever tell what became of those that were under way. */
  doubtUnsettled(): void {
    this.#doubt.run();
  }

  unsettled(cabinet: string): number[] {
    return this.#unsettled.all(cabinet).map((row) => row.id);
  }

  get(id: number): CommandRow | undefined {
    return this.#get.get(id);
  }

  byRequest(request: Uint8Array): CommandRow | undefined {
    return this.#byRequest.get(request);
  }

  /** A store of which only the slot table can tell whether it happened, because power failed in its middle. */
  lostStore(cabinet: string, locker: number, phone: string): CommandRow | undefined {
    return this.#lostStore.get(cabinet, locker, phone);
  }

  /** Whether the last one who took this locker out of service, or put it back, was this one. */
  takenOutBy(actor: Actor, { cabinet, locker }: { cabinet: string; locker: number }): boolean {
    return this.#lastService.get(cabinet, locker)?.actor === actor;
  }

  get highestId(): number {
    return this.#highest.get()?.seq ?? 0;
  }

  /** Later ids are greater than this. */
  raiseIds(to: number): void {
    const { highestId } = this;
    if (to <= highestId) return;
    if (this.#raise.run(to).changes === 0) this.#seed.run(to);
  }
}
