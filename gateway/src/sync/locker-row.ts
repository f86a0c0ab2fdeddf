/** The row of a locker: what the operator sees of it, and sealed the slot that fills a new controller. */
import { decodeSlot } from "@holdfast/protocol";
import type { Locker } from "../contract/schemas.ts";
import { digestOf, type PresentRow } from "./present-row.ts";
import type { Sealer } from "./sealer.ts";

export interface LockerFacts extends Locker {
  readonly cabinet: string;
  /** The ledger's id of the open rental. */
  readonly rental: number | undefined;
  /** The slot as the controller has it, 16 bytes. */
  readonly record: Uint8Array | null;
}

export function lockerRow(facts: LockerFacts, sealer: Sealer): PresentRow {
  const { cabinet, number, state, door, label, rental, record } = facts;
  const slot = record ? decodeSlot(record) : undefined;
  // A MAC under a key that only the controller has: it tells nobody a PIN.
  const verifier = slot?.held ? hex(slot.verifier) : null;
  const said = { state, door, label: label ?? null, rental: rental ?? null, verifier };
  return {
    what: "locker",
    cabinet,
    number,
    digest: digestOf([said, record && hex(record)]),
    put(rows, rev) {
      const sealed = record && sealer.sealSlot(cabinet, number, record);
      rows.lockers.push({ rev, cabinet, locker: number, ...said, sealed });
    },
  };
}

/** Its cabinet is not configured any more, or has fewer lockers. */
export function removedLocker(cabinet: string, number: number): PresentRow {
  const said = { state: "removed", door: "unknown" };
  return {
    what: "locker",
    cabinet,
    number,
    digest: digestOf(said),
    put: (rows, rev) => void rows.lockers.push({ rev, cabinet, locker: number, ...said }),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
