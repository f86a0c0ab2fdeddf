/** The ledger of a gateway as far as central sees it: a chain of events, revisions of rows, a life with a number. */
import { hash } from "node:crypto";
import {
  EMPTY_HASH,
  type LockerRow,
  type RentalRow,
  SCHEMA,
  type SyncAnswer,
  type SyncEvent,
  type SyncRequest,
} from "../contract/index.ts";
import type { GatewayLogin } from "./gateway-login.ts";

const STARTED_AT = Date.UTC(2026, 0, 1);

export class FakeLedger {
  counter = 1;
  id: string;
  /** The event with sequence n is at n - 1. */
  readonly events: SyncEvent[] = [];
  rev = 0;

  constructor(id = "ledger-life-1") {
    this.id = id;
  }

  get head(): string {
    return this.hashAt(this.events.length);
  }

  hashAt(sequence: number): string {
    return sequence === 0 ? EMPTY_HASH : (this.events[sequence - 1]?.hash ?? "");
  }

  append(event: Record<string, unknown> & { kind?: string } = {}): SyncEvent {
    const sequence = this.events.length + 1;
    const { kind = "keypad_collect", ...rest } = event;
    const at = STARTED_AT + sequence * 1000;
    const body = JSON.stringify({
      actor: "keypad",
      at: new Date(at).toISOString(),
      cabinet: "main",
      kind,
      locker: (sequence % 8) + 1,
      outcome: "done",
      phone: "\u2026123",
      ...rest,
      sequence,
    });
    const made = { at, kind, hash: hash("sha256", this.head + body), body };
    this.events.push(made);
    return made;
  }

  appendMany(count: number): void {
    for (let at = 0; at < count; at++) this.append();
  }

  /** As a copy of its disk: what it is at this moment, with the same life. */
  copy(): FakeLedger {
    const copy = new FakeLedger(this.id);
    copy.counter = this.counter;
    copy.events.push(...this.events);
    copy.rev = this.rev;
    return copy;
  }

  newLife(counter = this.counter + 1): void {
    this.counter = counter;
    this.id = `ledger-life-${counter}`;
  }

  request(after: number, most = 1000, rest: Partial<SyncRequest> = {}): SyncRequest {
    const events = this.events.slice(after, after + most);
    return {
      schema: SCHEMA,
      epoch: { counter: this.counter, id: this.id },
      after,
      hash: this.hashAt(after),
      ...(events.length === 0 ? {} : { events }),
      ...rest,
    };
  }

  /** Sends everything from `after` on; returns the last answer. */
  async push(login: GatewayLogin, after = 0, most = 1000): Promise<SyncAnswer> {
    let answer = await login.exchange(this.request(after, most));
    while (answer.code === "ok" && (answer.last_seq ?? 0) < this.events.length) {
      answer = await login.exchange(this.request(answer.last_seq ?? 0, most));
    }
    return answer;
  }

  locker(locker: number, row: Partial<LockerRow> = {}): LockerRow {
    return { rev: ++this.rev, cabinet: "main", locker, state: "free", door: "closed", ...row };
  }

  rental(rental: number, row: Partial<RentalRow> = {}): RentalRow {
    const at = { started_at: STARTED_AT + rental * 1000 };
    return {
      rev: ++this.rev,
      rental,
      cabinet: "main",
      locker: 1,
      number: rental,
      source: "keypad",
      ...at,
      ...row,
    };
  }
}
