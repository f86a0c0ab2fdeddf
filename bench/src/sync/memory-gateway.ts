/** A gateway that lives in memory, as the replicator sees it: what its cycles ask is answered from a ledger without a disk. */
import { EMPTY_HASH } from "@holdfast/sync/contract";
import type { Gateway } from "@holdfast/sync/replicator";
import type { FakeLedger } from "@holdfast/sync/rig";

const DONE = { done: true } as const;

export function memoryGateway(ledger: FakeLedger): Gateway {
  let kept = { sequence: 0, hash: EMPTY_HASH, rev: 0 };
  const epoch = () => ({ counter: ledger.counter, id: ledger.id });
  const view = () => ({
    epoch: epoch(),
    firstEvent: 1,
    head: { sequence: ledger.events.length, hash: ledger.head },
    kept,
    site: "in memory",
  });
  return {
    ledger: async () => view(),
    batch: async ({ after, rowsAfter, most }) => {
      const events = ledger.events.slice(after, after + most);
      return {
        epoch: epoch(),
        after,
        hash: ledger.hashAt(after),
        events,
        eventsLeft: ledger.events.length - after - events.length,
        rows: { after: rowsAfter, to: rowsAfter, cabinets: [], lockers: [], rentals: [] },
        rowsLeft: false,
        acks: [],
      };
    },
    places: async (sequences) =>
      sequences
        .filter((sequence) => sequence <= ledger.events.length)
        .map((sequence) => ({ sequence, hash: ledger.hashAt(sequence) })),
    kept: async ({ sequence, hash, rev }) => {
      if (ledger.hashAt(sequence) !== hash) throw new Error(`central has another event ${sequence}`);
      kept = { sequence, hash, rev };
      return DONE;
    },
    commands: async () => DONE,
    newLife: async () => {
      throw new Error("central has another life of a gateway in memory");
    },
    report: async () => DONE,
  };
}
