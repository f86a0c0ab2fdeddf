/** Where central's copy and a gateway differ. The cabinet wins: differences are shown, nothing is overwritten. */
import { idOf } from "./accounts.ts";
import type { Central } from "./connect.ts";

/** What a gateway says of itself, or central of it. */
export interface SiteState {
  readonly epoch: number;
  readonly last_seq: number;
  readonly last_hash: string;
  readonly lockers: readonly LockerState[];
  readonly rentals: readonly RentalState[];
}

export interface LockerState {
  readonly cabinet: string;
  readonly locker: number;
  readonly state: string;
}

/** An open one. */
export interface RentalState {
  readonly rental: number;
  readonly cabinet: string;
  readonly locker: number;
  readonly number: number;
}

export interface Difference {
  /** `position`, `locker default/3`, `rental 17`. */
  readonly what: string;
  readonly gateway: string | undefined;
  readonly central: string | undefined;
}

export async function centralState(central: Central, name: string): Promise<SiteState> {
  const id = await idOf(central, name);
  const [position] = await central.rows<Pick<SiteState, "epoch" | "last_seq" | "last_hash">>(
    "SELECT epoch, last_seq, last_hash FROM gateway WHERE id = ?",
    [id],
  );
  const lockers = await central.rows<LockerState>(
    `SELECT l.cabinet, l.locker, l.state FROM locker AS l
     LEFT JOIN cabinet AS c ON c.gateway_id = l.gateway_id AND c.cabinet = l.cabinet
     WHERE l.gateway_id = ? AND COALESCE(c.removed, 0) = 0 ORDER BY l.cabinet, l.locker`,
    [id],
  );
  const rentals = await central.rows<RentalState>(
    `SELECT rental, cabinet, locker, number FROM rental
     WHERE gateway_id = ? AND ended_at IS NULL ORDER BY rental`,
    [id],
  );
  return { epoch: 0, last_seq: 0, last_hash: "", ...position, lockers, rentals };
}

export function compareStates(gateway: SiteState, central: SiteState): Difference[] {
  const own = textsOf(gateway);
  const copy = textsOf(central);
  return [...new Set([...own.keys(), ...copy.keys()])]
    .filter((what) => own.get(what) !== copy.get(what))
    .map((what) => ({ what, gateway: own.get(what), central: copy.get(what) }));
}

function textsOf(state: SiteState): Map<string, string> {
  return new Map([
    ["position", `epoch ${state.epoch}, event ${state.last_seq}, hash ${state.last_hash.slice(0, 16)}`],
    ...state.lockers.map((row) => [`locker ${row.cabinet}/${row.locker}`, row.state] as const),
    ...state.rentals.map(
      (row) => [`rental ${row.rental}`, `${row.cabinet}/${row.locker}, number ${row.number}`] as const,
    ),
  ]);
}
