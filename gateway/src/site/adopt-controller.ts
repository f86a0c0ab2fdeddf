/** At each connection: which controller answers, and where in its journal the ledger stands. */
import type { MessageOf } from "@holdfast/protocol";
import type { CabinetRow } from "../ledger/cabinet-store.ts";
import type { NewEvent } from "../ledger/event-store.ts";
import type { Ledger } from "../ledger/ledger.ts";

type Welcome = Pick<MessageOf<"welcome">, "controller_id" | "sequence_first" | "sequence_last">;

export interface Adoption {
  readonly row: CabinetRow;
  /** Undefined: everything is as it was. */
  readonly kind?: "ledger_began" | "controller_replaced" | "journal_restarted" | "journal_gap";
  readonly lost: number;
}

/** Pure: where to go on with this controller's journal. */
export function adoption(known: CabinetRow | undefined, welcome: Welcome): Adoption {
  const { controller_id: controller, sequence_first: first, sequence_last: last } = welcome;
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

/** Writes it down; `clearSlots` forgets the copy of another controller's slots. */
export function adoptController(
  ledger: Ledger,
  cabinet: string,
  welcome: Welcome,
  wall: number,
  clearSlots: () => void,
): CabinetRow {
  const known = ledger.cabinets.get(cabinet);
  const { row, kind, lost } = adoption(known, welcome);
  ledger.change((append) => {
    ledger.cabinets.set(cabinet, row);
    if (kind === undefined) return;
    if (kind === "controller_replaced") {
      for (const rental of ledger.rentals.allOpen(cabinet)) {
        ledger.rentals.end(rental.id, wall, kind);
        ledger.messages.giveUp(rental.id, "the controller was replaced");
      }
      clearSlots();
    }
    const event: NewEvent = {
      at: wall,
      kind,
      cabinet,
      actor: "gateway",
      detail: {
        controller: Buffer.from(welcome.controller_id).toString("hex"),
        epoch: row.epoch,
        ...(lost > 0 ? { lost } : {}),
      },
    };
    append(event);
  });
  return row;
}
