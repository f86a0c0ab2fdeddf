/** The row of a rental. Its phone leaves the site masked, indexed and sealed; in clear only where the operator says so. */
import { maskPhone } from "../cabinet/canonical-phone.ts";
import type { SyncConsent } from "../configuration/schema.ts";
import type { SyncBatch } from "../contract/sync-schemas.ts";
import type { Rental } from "../ledger/rental-store.ts";
import type { Sealer } from "./sealer.ts";

type RentalRow = SyncBatch["rows"]["rentals"][number];

/** Central has erased the phone by then; when all rows are copied again, it must not come back. */
const PHONE_MS = 30 * 86_400_000;

export interface RentalRowOptions {
  readonly sealer: Sealer;
  readonly phones: SyncConsent["phones"];
  /** Wall-clock milliseconds. */
  readonly wall: number;
}

export function rentalRow(rental: Rental, rev: number, options: RentalRowOptions): RentalRow {
  const { id, cabinet, locker, number, source, started_at, ended_at, ended_by } = rental;
  const row = { rev, rental: id, cabinet, locker, number, source, started_at, ended_at, ended_by };
  return { ...row, ...phoneOf(rental, options) };
}

function phoneOf({ id, phone, ended_at }: Rental, { sealer, phones, wall }: RentalRowOptions): object {
  // A journal with a gap tells of rentals whose phone nobody knows.
  if (phone === "" || (ended_at !== null && wall - ended_at > PHONE_MS)) return {};
  return {
    phone_masked: maskPhone(phone),
    phone_index: sealer.indexPhone(phone),
    phone_sealed: sealer.sealPhone(id, phone),
    ...(phones === "clear" ? { phone_clear: phone } : {}),
  };
}
