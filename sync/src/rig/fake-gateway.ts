/** A gateway in memory, as the replicator sees it: for tests, and for figures that need thousands of them. */
import { randomUUID } from "node:crypto";
import {
  HoldfastError,
  type SyncAcknowledgement,
  type SyncBatch,
  type SyncCommand,
  type SyncLedger,
  type SyncPlace,
  type SyncReport,
} from "@holdfast/gateway/contract";
import type { LockerRow } from "../contract/index.ts";
import type { BatchPlace, Gateway, Kept } from "../replicator/gateway.ts";
import { FakeLedger } from "./fake-ledger.ts";

/** What a gateway does with a command; undefined: it cannot begin it now. */
export type CarryOut = (command: SyncCommand) => SyncAcknowledgement | undefined;

const done: CarryOut = ({ id, ttl_ms }) => ({ id, state: ttl_ms > 0 ? "done" : "expired" });

export class FakeGateway implements Gateway {
  /** Its events; the ids of lives are random, as those of a real one. */
  readonly events: FakeLedger;
  firstEvent = 1;
  readonly reports: SyncReport[] = [];
  /** How often each command was carried out. */
  readonly carriedOut = new Map<string, number>();
  carryOut: CarryOut = done;
  #lockers = new Map<string, LockerRow>();
  #rev = 0;
  #kept: { epoch: string; sequence: number; hash: string; rev: number } | undefined;
  #acks = new Map<string, SyncAcknowledgement>();
  readonly #known = new Set<string>();

  constructor(events = new FakeLedger(`life-${randomUUID()}`)) {
    this.events = events;
  }

  get lastReport(): SyncReport | undefined {
    return this.reports.at(-1);
  }

  /** What it believes that central has. */
  get position(): number {
    return this.#kept?.epoch === this.events.id ? this.#kept.sequence : 0;
  }

  /** Commands of which central is not known to know the end. */
  get unacknowledged(): number {
    return this.#acks.size;
  }

  setLocker(locker: number, row: Partial<LockerRow> = {}): void {
    const set: LockerRow = {
      cabinet: "main",
      locker,
      state: "free",
      door: "closed",
      ...row,
      rev: ++this.#rev,
    };
    this.#lockers.set(`${set.cabinet} ${set.locker}`, set);
  }

  /** As an image of its disk. */
  copy(): FakeGateway {
    const copy = new FakeGateway(this.events.copy());
    copy.firstEvent = this.firstEvent;
    copy.#lockers = new Map(this.#lockers);
    copy.#rev = this.#rev;
    copy.#kept = this.#kept;
    for (const id of this.#known) copy.#known.add(id);
    return copy;
  }

  /** As a backup that was restored: in a life of its own. */
  restored(): FakeGateway {
    const restored = this.copy();
    restored.#begin(this.events.counter + 1, "ledger_restored");
    return restored;
  }

  async ledger(): Promise<SyncLedger> {
    const { counter, id, head, events } = this.events;
    const before = this.firstEvent - 1;
    const kept =
      this.#kept?.epoch === id ? this.#kept : { sequence: before, hash: this.events.hashAt(before), rev: 0 };
    return {
      epoch: { counter, id },
      firstEvent: this.firstEvent,
      head: { sequence: events.length, hash: head },
      kept: { sequence: kept.sequence, hash: kept.hash, rev: kept.rev },
      site: "fake",
    };
  }

  async batch({ after, rowsAfter, most }: BatchPlace): Promise<SyncBatch> {
    const { counter, id, events } = this.events;
    if (after > events.length) throw new HoldfastError("sync_no_such_event");
    // Central has revisions that were never given here.
    if (rowsAfter > this.#rev) {
      this.#rev = rowsAfter;
      for (const row of this.#lockers.values()) row.rev = ++this.#rev;
    }
    const page = events.slice(after, after + most);
    const newer = [...this.#lockers.values()]
      .filter(({ rev }) => rev > rowsAfter)
      .sort((a, b) => a.rev - b.rev);
    const lockers = newer.slice(0, most);
    return {
      epoch: { counter, id },
      after,
      hash: this.events.hashAt(after),
      events: page,
      eventsLeft: events.length - after - page.length,
      rows: { after: rowsAfter, to: lockers.at(-1)?.rev ?? rowsAfter, cabinets: [], lockers, rentals: [] },
      rowsLeft: newer.length > lockers.length,
      acks: [...this.#acks.values()],
    };
  }

  async places(sequences: number[]): Promise<SyncPlace[]> {
    return sequences
      .filter((sequence) => sequence <= this.events.events.length)
      .map((sequence) => ({ sequence, hash: this.events.hashAt(sequence) }));
  }

  async kept({ epoch, sequence, hash, rev, acknowledged }: Kept): Promise<void> {
    const here = sequence <= this.events.events.length && this.events.hashAt(sequence) === hash;
    if (epoch !== this.events.id || !here) throw new HoldfastError("sync_fork");
    this.#kept = { epoch, sequence, hash, rev };
    for (const id of acknowledged) this.#acks.delete(id);
  }

  async commands(commands: SyncCommand[]): Promise<void> {
    for (const command of commands) {
      if (this.#known.has(command.id)) continue;
      const end = this.carryOut(command);
      if (end === undefined) continue;
      this.#known.add(command.id);
      this.#acks.set(command.id, end);
      this.carriedOut.set(command.id, (this.carriedOut.get(command.id) ?? 0) + 1);
    }
  }

  async newLife({ epoch, above }: { epoch: string; above: number }): Promise<SyncLedger> {
    if (epoch !== this.events.id) throw new HoldfastError("sync_fork");
    this.#begin(Math.max(above, this.events.counter) + 1, "ledger_forked");
    return this.ledger();
  }

  async report(report: SyncReport): Promise<void> {
    this.reports.push(report);
  }

  #begin(counter: number, kind: string): void {
    this.firstEvent = this.events.events.length + 1;
    this.events.counter = counter;
    this.events.id = `life-${randomUUID()}`;
    this.events.append({ kind });
  }
}
