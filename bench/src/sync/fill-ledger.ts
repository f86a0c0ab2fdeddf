import { openLedger } from "@holdfast/gateway/ledger";
import { appendEvents } from "./append-events.ts";

/** Brings the ledger of a gateway that does not run to so many events. */
export function fillLedger(folder: string, size: number): void {
  const ledger = openLedger(folder, Date.now());
  try {
    appendEvents(ledger, size - ledger.head.sequence);
  } finally {
    ledger.close();
  }
}
