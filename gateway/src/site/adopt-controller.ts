/** At each connection: which controller answers, and where in its journal the ledger stands. */

import type { Slot } from "@holdfast/protocol";
import type { CabinetRow } from "../ledger/cabinet-store.ts";
import type { NewEvent } from "../ledger/event-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Arrival } from "../link/state.ts";

type Who = Pick<Arrival, "welcome" | "heartbeat">;

export interface Adoption {
  readonly row: CabinetRow;
  /** Undefined: everything is as it was. */
  readonly kind?: "ledger_began" | "controller_replaced" | "journal_restarted" | "journal_gap";
  readonly lost: number;
}

/** Pure: where to go on with this controller's journal. */
export function adoption(known: CabinetRow | undefined, { welcome, heartbeat }: Who): Adoption {
  const { controller_id: controller } = welcome;
  const { sequence_first: first, sequence_last: last } = heartbeat;
  const before = Math.max(0, first - 1);
  const same = known?.controller && Buffer.compare(known.controller, controller) === 0;
  if (!known || !same) {
    const kind = known?.controller ? "controller_replaced" : "ledger_began";
    return { row: { controller, epoch: (known?.epoch ?? 0) + 1, position: before }, kind, lost: before };
  }
  if (last < known.position) {
    const row = { controller, epoch: known.epoch + 1, position: before };
    return { row, kind: "journal_restarted", lost: before };
  }
  const lost = before - known.position;
  if (lost > 0) return { row: { ...known, position: before }, kind: "journal_gap", lost };
  return { row: known, lost: 0 };
}

/**
 * Writes it down. Whoever held a locker holds it still when another controller takes the place; `voidPins` notes that no
 * PIN fits until the operator gives new ones.
 */
export function adoptController(
  ledger: Ledger,
  cabinet: string,
  who: Who,
  wall: number,
  voidPins: () => readonly Slot[],
): CabinetRow {
  const known = ledger.cabinets.get(cabinet);
  const { row, kind, lost } = adoption(known, who);
  ledger.change((append) => {
    ledger.cabinets.set(cabinet, row);
    if (kind === undefined) return;
    if (kind === "controller_replaced") {
      for (const rental of ledger.rentals.allOpen(cabinet)) {
        ledger.messages.giveUp(rental.id, "the controller was replaced");
      }
      for (const slot of voidPins()) claim(ledger, cabinet, row.epoch, slot);
    }
    const event: NewEvent = {
      at: wall,
      kind,
      cabinet,
      actor: "gateway",
      detail: {
        controller: Buffer.from(who.welcome.controller_id).toString("hex"),
        epoch: row.epoch,
        ...(lost > 0 ? { lost } : {}),
      },
    };
    append(event);
  });
  return row;
}

/** The old controller showed that a locker was taken and ended before it told so: what is in it is somebody's. */
function claim(
  ledger: Ledger,
  cabinet: string,
  epoch: number,
  { locker, rental: number, phone }: Slot,
): void {
  if (ledger.rentals.open(cabinet, locker)) return;
  const origin = { source: "controller", receipt: null, started_at: null } as const;
  ledger.rentals.start({ cabinet, epoch, locker, number, phone, ...origin });
}
