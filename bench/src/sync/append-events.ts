/** Events as a busy day makes them: most tell of the keypad, some begin or end a rental and so change a row as well. */
import type { Ledger } from "@holdfast/gateway/ledger";

/** Of no cabinet that is there, so that no controller contradicts. */
const CABINET = "annex";
const LOCKERS = 32;
const EVENTS_A_RENTAL = 10;
/** In one transaction. */
const BATCH = 500;

export function appendEvents(ledger: Ledger, count: number): void {
  for (let left = count; left > 0; left -= BATCH) appendBatch(ledger, Math.min(BATCH, left));
}

function appendBatch(ledger: Ledger, count: number): void {
  const first = ledger.head.sequence + 1;
  const at = Date.now();
  ledger.change((append) => {
    for (let sequence = first; sequence < first + count; sequence++) {
      const locker = (sequence % LOCKERS) + 1;
      const moved = sequence % EVENTS_A_RENTAL === 0 ? turnRental(ledger, locker, sequence, at) : undefined;
      append({
        at,
        kind: moved ?? "keypad_collect",
        cabinet: CABINET,
        locker,
        outcome: "done",
        actor: "keypad",
        phone: "\u2026 567",
        detail: { rental: sequence },
      });
    }
  });
}

/** Begins a rental where there is none, else ends it. */
function turnRental(ledger: Ledger, locker: number, number: number, at: number): string {
  const open = ledger.rentals.open(CABINET, locker);
  if (open) {
    ledger.rentals.end(open.id, at, "keypad_finish");
    return "keypad_finish";
  }
  ledger.rentals.start({
    cabinet: CABINET,
    epoch: 1,
    locker,
    number,
    phone: "41791234567",
    source: "keypad",
    receipt: null,
    started_at: at,
  });
  return "keypad_store";
}
