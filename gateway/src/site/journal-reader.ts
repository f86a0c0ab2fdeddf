/** Reads one controller's journal into the ledger, and acknowledges what the ledger has. */
import { EVENT_KIND, type MessageOf } from "@holdfast/protocol";
import type { Clock } from "../clock.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { CabinetLink } from "../link/cabinet-link.ts";
import type { Arrival } from "../link/state.ts";
import { adoptController } from "./adopt-controller.ts";
import { applyEvent } from "./apply-event.ts";
import type { Commander } from "./commander.ts";
import type { SlotTable } from "./slot-table.ts";

export interface JournalReaderOptions {
  readonly cabinet: string;
  readonly ledger: Ledger;
  readonly table: SlotTable;
  readonly link: CabinetLink;
  readonly commander: Commander;
  readonly clock: Clock;
  /** A message was queued for this rental. */
  onQueued(rental: number): void;
  /** The ledger does not take an event: the controller keeps it and sends it again. */
  onFailure(error: unknown): void;
}

export class JournalReader {
  readonly #o: JournalReaderOptions;
  #position = 0;
  #epoch = 0;

  constructor(options: JournalReaderOptions) {
    this.#o = options;
    const row = options.ledger.cabinets.get(options.cabinet);
    this.#position = row?.position ?? 0;
    this.#epoch = row?.epoch ?? 0;
  }

  /** Sequence of the newest event that the ledger has. */
  get position(): number {
    return this.#position;
  }

  /** One more whenever the controller's journal starts anew. */
  get epoch(): number {
    return this.#epoch;
  }

  connected(arrival: Arrival): void {
    const { cabinet, ledger, table, clock } = this.#o;
    const row = adoptController(ledger, cabinet, arrival, clock.wall(), () => table.voidPins());
    this.#epoch = row.epoch;
    this.#position = row.position;
  }

  take(event: MessageOf<"event">): void {
    // What the ledger has already is only acknowledged once more.
    if (event.sequence <= this.#position || this.#apply(event)) {
      this.#o.link.notify({ name: "acknowledge", sequence: this.#position });
    }
  }

  /** False: it is not in the ledger. */
  #apply(event: MessageOf<"event">): boolean {
    const { cabinet, ledger, table, commander, clock } = this.#o;
    try {
      const applied = applyEvent(ledger, { cabinet, epoch: this.#epoch, wall: clock.wall() }, event);
      this.#position = event.sequence;
      table.dirty = true;
      if (event.kind === EVENT_KIND.slot_damaged) table.spoil(event.locker);
      if (applied.command !== undefined) commander.tell(applied.command);
      if (applied.queued !== undefined) this.#o.onQueued(applied.queued);
    } catch (error) {
      this.#o.onFailure(error);
      // Committed or not: the ledger knows.
      this.#position = ledger.cabinets.get(cabinet)?.position ?? 0;
    }
    return this.#position >= event.sequence;
  }
}
