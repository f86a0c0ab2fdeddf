/** The gateway's copy of one controller's slot table, in memory and in the ledger. */
import { crc32, decodeSlot, SLOT_LENGTH, type Slot } from "@holdfast/protocol";
import type { Ledger } from "../ledger/ledger.ts";

interface Entry {
  readonly record: Uint8Array | null;
  readonly slot: Slot | undefined;
  readonly kept: Uint8Array | null;
  readonly damaged: boolean;
}

const MISSING = new Uint8Array(SLOT_LENGTH);

export class SlotTable {
  readonly #ledger: Ledger;
  readonly #cabinet: string;
  readonly #entries = new Map<number, Entry>();
  /** Something changed since the table was last compared with the rentals. */
  dirty = true;

  constructor(ledger: Ledger, cabinet: string) {
    this.#ledger = ledger;
    this.#cabinet = cabinet;
    for (const { locker, record, kept, damaged } of ledger.cabinets.slots(cabinet)) {
      this.#remember(locker, record, kept, damaged === 1);
    }
  }

  /** What the controller says of a locker; null where it has no valid record. */
  take(locker: number, record: Uint8Array | null): void {
    const before = this.#entries.get(locker);
    if (before !== undefined && sameRecord(before.record, record)) return;
    this.#set(locker, record, record ?? before?.kept ?? null, record === null && (before?.damaged ?? false));
  }

  /** The controller says that the record of this locker is spoilt. */
  spoil(locker: number): void {
    this.#set(locker, null, this.#entries.get(locker)?.kept ?? null, true);
  }

  /** Another controller took the place: nothing that was kept fits its key. Inside of a ledger change. */
  clear(): void {
    this.#ledger.cabinets.clearSlots(this.#cabinet);
    this.#entries.clear();
    this.dirty = true;
  }

  slot(locker: number): Slot | undefined {
    return this.#entries.get(locker)?.slot;
  }

  /** The last valid record, also when the controller lost it. */
  kept(locker: number): Slot | undefined {
    const kept = this.#entries.get(locker)?.kept;
    return kept ? decodeSlot(kept) : undefined;
  }

  /** The locker cannot be used until its record is filled again. */
  damaged(locker: number): boolean {
    const entry = this.#entries.get(locker);
    return entry !== undefined && entry.record === null && (entry.damaged || entry.kept !== null);
  }

  /** Wrong tries in a row over all lockers of a phone, as the controller counts them. */
  triesOf(phone: string): number {
    let tries = 0;
    for (const { slot } of this.#entries.values()) {
      if (slot?.held && slot.phone === phone) tries += slot.wrongTries;
    }
    return tries;
  }

  /** PROTOCOL.md, "Slots". */
  digest(lockers: number): number {
    let digest = 0;
    for (let locker = 1; locker <= lockers; locker++) {
      digest = crc32(this.#entries.get(locker)?.record ?? MISSING, digest);
    }
    return digest;
  }

  #set(locker: number, record: Uint8Array | null, kept: Uint8Array | null, damaged: boolean): void {
    const row = { locker, record, kept, damaged: damaged ? 1 : 0 };
    this.#ledger.change(() => this.#ledger.cabinets.setSlot(this.#cabinet, row));
    this.#remember(locker, record, kept, damaged);
    this.dirty = true;
  }

  #remember(locker: number, record: Uint8Array | null, kept: Uint8Array | null, damaged: boolean): void {
    const slot = record ? decodeSlot(record) : undefined;
    this.#entries.set(locker, { record, slot, kept, damaged });
  }
}

function sameRecord(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
