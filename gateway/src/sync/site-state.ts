/** What the site says of itself when it is compared with central's copy: what it is now, and what central should have. */
import type { SiteState } from "../contract/site-state.ts";
import type { RevisedRow } from "../ledger/copied-row-store.ts";
import type { SyncSite } from "./sync-site.ts";

export interface Copying {
  readonly kept: SiteState["kept"];
  /** The newest revision, and those of all lockers and open rentals. */
  readonly rev: number;
  readonly revised: readonly RevisedRow[];
}

export function siteState({ configuration, ledger, clock, keepers }: SyncSite, copying: Copying): SiteState {
  const { epoch, id } = ledger.life;
  const state: SiteState = {
    site: configuration.site.name,
    at: new Date(clock.wall()).toISOString(),
    epoch: { counter: epoch, id },
    head: ledger.head,
    rev: copying.rev,
    kept: copying.kept,
    lockers: [],
    rentals: [],
  };
  const shown = new Map(
    [...keepers.values()].map((keeper) => [
      keeper.id,
      new Map(keeper.view().lockers.map((locker) => [locker.number, locker])),
    ]),
  );
  for (const { rev, what, cabinet, number } of copying.revised) {
    const locker = what === "locker" ? shown.get(cabinet)?.get(number) : undefined;
    if (locker) {
      const { state: held, label = "" } = locker;
      state.lockers.push({ rev, cabinet, locker: number, state: held, label });
    }
    const rental = what === "rental" ? ledger.rentals.get(number) : undefined;
    if (rental) {
      const { id: place, cabinet: where, locker: door, number: counted } = rental;
      state.rentals.push({ rev, rental: place, cabinet: where, locker: door, number: counted });
    }
  }
  return state;
}
