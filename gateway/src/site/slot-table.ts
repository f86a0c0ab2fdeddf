/** The gateway's copy of one controller's slot table, in memory and in the ledger. */
import { crc32, decodeSlot, encodeSlot, SLOT_LENGTH, type Slot } from "@holdfast/protocol";
import type { Ledger } from "../ledger/ledger.ts";

interface Entry {
  readonly record: Uint8Array | null;
  readonly slot: Slot | undefined;
  readonly kept: Uint8Array | null;
  readonly damaged: boolean;
}

const MISSING = new Uint8Array(SLOT_LENGTH);
/** No PIN has it, but for one in 2^24. */
export const VOID_VERIFIER: Uint8Array = new Uint8Array([0xff, 0xff, 0xff]);

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
    const next = record ? decodeSlot(record) : undefined;
    const promised = next && !next.held && awaitsPin(this.kept(locker));
    const kept = promised ? null : record;
    this.#set(locker, record, kept ?? before?.kept ?? null, record === null && (before?.damaged ?? false));
  }

  /** The controller says that the record of this locker is spoilt. */
  spoil(locker: number): void {
    this.#set(locker, null, this.#entries.get(locker)?.kept ?? null, true);
  }

  /**
   * Another controller took the place: it has none of the records, and whoever held a locker holds it still, but no PIN
   * fits its key. Inside of a ledger change. Returns what is held.
   */
  voidPins(): Slot[] {
    const held: Slot[] = [];
    for (const [locker, entry] of this.#entries) {
      const slot = entry.kept ? decodeSlot(entry.kept) : undefined;
      const kept = slot?.held ? encodeSlot({ ...slot, verifier: VOID_VERIFIER }) : entry.kept;
      if (slot?.held) held.push(slot);
      this.#write(locker, null, kept);
    }
    return held;
  }

  /**
   * The ledger comes from an old copy, and all of its slots are in doubt. `confirmed`: what stands here as the controller's
   * was said by the controller since, so that is written again. Inside of a ledger change.
   */
  doubtKept(confirmed: boolean): void {
    for (const [locker, { record, kept, damaged }] of this.#entries) {
      if (confirmed && record !== null) this.#write(locker, record, kept, damaged);
      else if (kept !== null) this.#write(locker, null, null, true);
    }
  }

  /** Lockers whose holders need a new PIN. */
  get withoutPin(): number[] {
    return [...this.#entries.keys()].filter((locker) => awaitsPin(this.slot(locker) ?? this.kept(locker)));
  }

  /** Held as the ledger knows, while the controller, which came from elsewhere, has it as free. */
  promised(locker: number): Slot | undefined {
    const kept = this.kept(locker);
    return this.slot(locker)?.held === false && awaitsPin(kept) ? kept : undefined;
  }

  get promises(): number[] {
    return [...this.#entries.keys()].filter((locker) => this.promised(locker));
  }

  /** The operator ended the promise. Inside of a ledger change. */
  unpromise(locker: number): void {
    const entry = this.#entries.get(locker);
    if (!entry) return;
    this.#write(locker, entry.record, entry.record);
  }

  slot(locker: number): Slot | undefined {
    return this.#entries.get(locker)?.slot;
  }

  /** As it stands on the controller, else the last valid one; for copies. */
  record(locker: number): Uint8Array | null {
    const entry = this.#entries.get(locker);
    return entry?.record ?? entry?.kept ?? null;
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
    this.#ledger.change(() => this.#write(locker, record, kept, damaged));
  }

  #write(locker: number, record: Uint8Array | null, kept: Uint8Array | null, damaged = false): void {
    this.#ledger.cabinets.setSlot(this.#cabinet, { locker, record, kept, damaged: damaged ? 1 : 0 });
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

function awaitsPin(slot: Slot | undefined): boolean {
  return slot?.held === true && sameRecord(slot.verifier, VOID_VERIFIER);
}
