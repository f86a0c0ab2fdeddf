/**
 * Compares the controller's slot table with the rentals of the ledger once the journal is drained. The controller's
 * table wins; every difference becomes an event. A record that the controller lost is made again from the ledger.
 */
import { encodeSlot, type Slot } from "@holdfast/protocol";
import { maskPhone } from "../cabinet/canonical-phone.ts";
import type { NewEvent } from "../ledger/event-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Rental } from "../ledger/rental-store.ts";
import { queueMessage } from "./apply-event.ts";
import { type SlotTable, VOID_VERIFIER } from "./slot-table.ts";

export interface TableContext {
  readonly cabinet: string;
  readonly epoch: number;
  readonly lockers: number;
  readonly wall: number;
}

export interface Restoration {
  readonly locker: number;
  readonly record: Uint8Array;
  /** The ledger has no verifier for it: its owner needs a new PIN. */
  readonly needsPin: boolean;
}

export interface Differences {
  /** Lockers whose row says something else than the ledger. */
  readonly differing: readonly number[];
  readonly restorations: readonly Restoration[];
  /** Lockers with somebody's things in them that the controller would rent out. */
  readonly unguarded: readonly number[];
}

export function findDifferences(ledger: Ledger, table: SlotTable, context: TableContext): Differences {
  const restorations: Restoration[] = [];
  const differing: number[] = [];
  const unguarded: number[] = [];
  for (let locker = 1; locker <= context.lockers; locker++) {
    const slot = table.slot(locker);
    const open = ledger.rentals.open(context.cabinet, locker);
    if (slot === undefined) {
      const kept = table.kept(locker);
      // A restored ledger may hold a right that was over before; whose locker it is nobody knows but the operator.
      if (!kept && ledger.life.cause === "restored") continue;
      const restoration = restorationOf(locker, kept, open);
      if (restoration) restorations.push(restoration);
    } else if (open && table.promised(locker)?.rental === open.number) {
      if (!slot.outOfService) unguarded.push(locker);
    } else if (!agrees(slot, open)) differing.push(locker);
  }
  return { differing, restorations, unguarded };
}

/** Takes over what the controller has; true when a message was queued. */
export function correctAll(
  ledger: Ledger,
  table: SlotTable,
  context: TableContext,
  lockers: readonly number[],
): boolean {
  if (lockers.length === 0) return false;
  return ledger.change((append) => {
    let queued = false;
    for (const locker of lockers) {
      const slot = table.slot(locker);
      if (slot && correct(ledger, context, slot, append)) queued = true;
    }
    return queued;
  });
}

function agrees(slot: Slot, open: Rental | undefined): boolean {
  if (!slot.held) return open === undefined;
  return open !== undefined && open.number === slot.rental && open.phone === slot.phone;
}

/** Takes the controller's row over; true when a message was queued. */
function correct(
  ledger: Ledger,
  context: TableContext,
  slot: Slot,
  append: (event: NewEvent) => void,
): boolean {
  const { cabinet, epoch, wall } = context;
  const open = ledger.rentals.open(cabinet, slot.locker);
  if (open) {
    ledger.rentals.end(open.id, wall, "corrected");
    ledger.messages.giveUp(open.id, "the rental ended");
  }
  const lost = slot.held ? ledger.commands.lostStore(cabinet, slot.locker, slot.phone) : undefined;
  let queued = false;
  if (slot.held) {
    const rental = ledger.rentals.start({
      cabinet,
      epoch,
      locker: slot.locker,
      number: slot.rental,
      phone: slot.phone,
      source: lost ? "web" : "controller",
      receipt: lost?.request ?? null,
      started_at: null,
    });
    if (lost) {
      queueMessage(ledger, rental, lost, wall);
      const outcome = { outcome: "done", rental: slot.rental, wait: 0, tries: null } as const;
      ledger.commands.settle(lost.id, outcome, true);
      queued = true;
    }
  }
  append({
    at: wall,
    kind: "slot_corrected",
    cabinet,
    locker: slot.locker,
    actor: "gateway",
    ...(slot.held ? { phone: maskPhone(slot.phone) } : {}),
    detail: { held: slot.held, rental: slot.rental, ledgerHeld: open !== undefined },
  });
  return queued;
}

/** What to write into a slot whose record is missing; undefined when it was never used as far as the ledger knows. */
function restorationOf(
  locker: number,
  kept: Slot | undefined,
  open: Rental | undefined,
): Restoration | undefined {
  if (open && kept?.held && kept.rental === open.number && kept.phone === open.phone) {
    return { locker, record: encodeSlot(kept), needsPin: false };
  }
  // Whose it is has never been told: the operator has to look.
  if (open?.phone === "") return undefined;
  if (!open && !kept) return undefined;
  return { locker, record: recordOf(locker, kept, open), needsPin: open !== undefined };
}

/** A record without verifier: no PIN fits until a new one is set. */
export function recordOf(
  locker: number,
  kept: Slot | undefined,
  open: Rental | undefined,
  outOfService = kept?.outOfService ?? false,
): Uint8Array {
  return encodeSlot({
    locker,
    held: open !== undefined,
    outOfService,
    version: ((kept?.version ?? 0) + 1) & 0xff,
    rental: open?.number ?? kept?.rental ?? 0,
    phone: open?.phone ?? "",
    wrongTries: 0,
    verifier: VOID_VERIFIER,
  });
}
