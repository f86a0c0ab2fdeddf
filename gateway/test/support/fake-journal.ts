/** The journal of the fake controller: events, kept until they are acknowledged. */
import { EVENT_KIND, type EventKind, type MessageOf, OUTCOME, packDigits } from "@holdfast/protocol";
import type { FakeRights } from "./fake-rights.ts";

const NO_PHONE = packDigits("", 8);

export class FakeJournal {
  acknowledged = 0;
  sequence = 0;
  readonly #rights: FakeRights;
  readonly #events: MessageOf<"event">[] = [];

  constructor(rights: FakeRights) {
    this.#rights = rights;
  }

  /** Begins anew, as after its EEPROM was erased. */
  clear(): void {
    this.#events.length = 0;
    this.sequence = this.acknowledged = 0;
  }

  add(kind: EventKind, event: Partial<MessageOf<"event">>): void {
    this.#events.push({
      name: "event",
      sequence: ++this.sequence,
      kind: EVENT_KIND[kind],
      locker: 0,
      outcome: OUTCOME.done,
      rental: 0,
      reference: 0,
      detail: 0,
      phone: NO_PHONE,
      ...event,
    });
  }

  acknowledge(sequence: number): void {
    this.acknowledged = Math.max(this.acknowledged, sequence);
  }

  /** The event to send next. */
  next(): MessageOf<"event"> | undefined {
    const event = this.#events.find(({ sequence }) => sequence > this.acknowledged);
    return event && { ...event, phone: this.#phoneOf(event) };
  }

  #phoneOf({ kind, locker, rental }: MessageOf<"event">): Uint8Array {
    const slot = this.#rights.slot(locker);
    const stores = kind === EVENT_KIND.keypad_store || kind === EVENT_KIND.web_store;
    return stores && slot?.held && slot.rental === rental ? packDigits(slot.phone, 8) : NO_PHONE;
  }
}
