/**
 * Brings the ledger and one controller together and keeps them so: drains the journal, compares the slot tables by
 * digest, asks for rows where they differ, and settles what is left.
 */
import { LIMITS, type MessageOf } from "@holdfast/protocol";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { CabinetLink } from "../link/cabinet-link.ts";
import type { Commander } from "./commander.ts";
import { correctAll, findDifferences, type Restoration } from "./settle-table.ts";
import type { SlotTable } from "./slot-table.ts";

type Heartbeat = MessageOf<"controller_heartbeat">;

/** A row that was asked for and did not come is asked for again. */
const ROW_RETRY_MS = 400;
/** A digest that still differs when all rows were read: not more often than this. */
const REREAD_MS = 10_000;
/**
 * The controller changes a slot before it opens the door, and commits the journal's record after the pulse, half a second
 * later at most. Only when slots and journal stood still for longer than that, from one heartbeat to the next, the
 * journal is known to have told everything.
 */
const CALM_MS = 900;
/** A slot that could not be filled is tried again. */
const RESTORE_AGAIN_MS = 30_000;

export interface ReconcilerOptions {
  readonly cabinet: string;
  readonly ledger: Ledger;
  readonly table: SlotTable;
  readonly link: CabinetLink;
  readonly commander: Commander;
  readonly clock: Clock;
  readonly log: Logger;
  epoch(): number;
  position(): number;
  /** The first time after a connection that ledger and controller agree. */
  onAgreed(): void;
  /** A message was queued. */
  onQueued(): void;
}

export class Reconciler {
  readonly #o: ReconcilerOptions;
  #heartbeat: Heartbeat | undefined;
  /** The row that was asked for last, while the table is read. */
  #reading: { locker: number; askedAt: number } | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #restoredAt = Number.NEGATIVE_INFINITY;
  #movedAt = 0;
  #lockers = LIMITS.LOCKERS_MAX as number;
  agreed = false;

  constructor(options: ReconcilerOptions) {
    this.#o = options;
  }

  connected(lockers: number): void {
    this.#lockers = lockers;
    this.#heartbeat = undefined;
    this.#reading = undefined;
    this.#readAt = Number.NEGATIVE_INFINITY;
    this.agreed = false;
  }

  /** The controller has another number of lockers from now on. */
  resized(lockers: number): void {
    this.#lockers = lockers;
  }

  heartbeat(heartbeat: Heartbeat): void {
    const before = this.#heartbeat;
    const still =
      before?.slots_digest === heartbeat.slots_digest && before.sequence_last === heartbeat.sequence_last;
    if (!still) this.#movedAt = this.#o.clock.monotonic();
    this.#heartbeat = heartbeat;
    this.#compare();
  }

  /** A row came, asked for or not. */
  row(locker: number): void {
    if (this.#reading?.locker !== locker) return;
    if (locker < this.#lockers) this.#ask(locker + 1);
    else {
      this.#reading = undefined;
      this.#compare();
    }
  }

  #compare(): void {
    const { table, clock, commander } = this.#o;
    const heartbeat = this.#heartbeat;
    if (!heartbeat || this.#o.position() < heartbeat.sequence_last) return;
    const now = clock.monotonic();
    if (this.#reading) {
      if (now - this.#reading.askedAt >= ROW_RETRY_MS) this.#ask(this.#reading.locker);
      return;
    }
    if (table.digest(this.#lockers) !== heartbeat.slots_digest) {
      if (now - this.#readAt >= REREAD_MS) {
        this.#readAt = now;
        this.#ask(1);
        return;
      }
      // All rows were just read, or the next heartbeat is on its way with the digest of the rows that came since.
      if (this.agreed) return;
    }
    const calm = now - this.#movedAt >= CALM_MS;
    if (calm) commander.drained();
    if (table.dirty && !this.#settle(now, calm)) return;
    if (!this.agreed) {
      this.agreed = true;
      this.#o.onAgreed();
    }
  }

  #ask(locker: number): void {
    this.#reading = { locker, askedAt: this.#o.clock.monotonic() };
    this.#o.link.notify({ name: "query_slot", locker });
  }

  /** False: there are differences, and the journal may still explain them. */
  #settle(now: number, calm: boolean): boolean {
    const { cabinet, ledger, table, clock } = this.#o;
    const context = { cabinet, epoch: this.#o.epoch(), lockers: this.#lockers, wall: clock.wall() };
    const { differing, restorations, unguarded } = findDifferences(ledger, table, context);
    const missing = restorations.length + unguarded.length;
    if (!calm && differing.length + missing > 0) return false;
    if (correctAll(ledger, table, context, differing)) this.#o.onQueued();
    table.dirty = missing > 0;
    if (missing === 0 || now - this.#restoredAt < RESTORE_AGAIN_MS) return true;
    this.#restoredAt = now;
    const failed = (locker: number) => (error: unknown) => {
      this.#o.log.warn({ cabinet, locker, err: error }, "a slot could not be filled again");
    };
    for (const locker of unguarded) this.#guard(locker).catch(failed(locker));
    for (const restoration of restorations) this.#restore(restoration).catch(failed(restoration.locker));
    return true;
  }

  /** Nobody else may rent it until the operator has handed out what is in it. */
  async #guard(locker: number): Promise<void> {
    const command = { name: "set_service", locker, out_of_service: 1 } as const;
    const reason = "held before the controller was replaced";
    await this.#o.commander.execute({ command, locker, actor: "gateway", reason });
  }

  async #restore({ locker, record, needsPin }: Restoration): Promise<void> {
    const { cabinet, commander, ledger, link, clock } = this.#o;
    const order = { command: { name: "restore_slot", slot: record }, locker, actor: "gateway" } as const;
    const { outcome } = await commander.execute(order);
    link.notify({ name: "query_slot", locker });
    if (outcome !== "done" || !needsPin) return;
    const open = ledger.rentals.open(cabinet, locker);
    if (!open) return;
    // No PIN is known for command 0, so the outbox gives the rental a new one.
    ledger.change(() => ledger.messages.queue(open.id, 0, clock.wall()));
    this.#o.onQueued();
  }
}
