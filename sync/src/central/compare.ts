/** Where central's copy and a site differ. The cabinet wins: differences are shown, nothing is overwritten. */
import type { SiteState } from "@holdfast/gateway/contract";
import { idOf } from "./accounts.ts";
import type { Central } from "./connect.ts";

/** What central has of a site. */
export interface CentralState {
  readonly epoch: number;
  readonly epoch_id: string | null;
  readonly last_seq: number;
  readonly last_hash: string;
  readonly last_rev: number;
  readonly lockers: readonly CentralLocker[];
  /** The open ones. */
  readonly rentals: readonly CentralRental[];
  /** Hashes of central's events of this life at places that the site named; missing: not there any more. */
  readonly hashes: ReadonlyMap<number, string>;
}

interface Copied {
  readonly epoch: number;
  readonly rev: number;
}

interface CentralLocker extends Copied {
  readonly cabinet: string;
  readonly locker: number;
  readonly state: string;
  readonly label: string | null;
}

interface CentralRental extends Copied {
  readonly rental: number;
  readonly cabinet: string;
  readonly locker: number;
  readonly number: number;
}

export interface Difference {
  /** `position`, `locker default/3`, `rental 17`. */
  readonly what: string;
  readonly site: string | undefined;
  readonly central: string | undefined;
  /** not_copied_yet: central is only behind. newer_than_file: it is ahead of what the site said then. */
  readonly means: "conflict" | "not_copied_yet" | "newer_than_file";
}

export async function centralState(central: Central, name: string, site: SiteState): Promise<CentralState> {
  const id = await idOf(central, name);
  const [position] = await central.rows<
    Pick<CentralState, "epoch" | "epoch_id" | "last_seq" | "last_hash" | "last_rev">
  >("SELECT epoch, epoch_id, last_seq, last_hash, last_rev FROM gateway WHERE id = ?", [id]);
  const lockers = await central.rows<CentralLocker>(
    `SELECT l.cabinet, l.locker, l.state, l.label, l.epoch, l.rev FROM locker AS l
     LEFT JOIN cabinet AS c ON c.gateway_id = l.gateway_id AND c.cabinet = l.cabinet
     WHERE l.gateway_id = ? AND COALESCE(c.removed, 0) = 0 AND l.state <> 'removed' ORDER BY l.cabinet, l.locker`,
    [id],
  );
  const rentals = await central.rows<CentralRental>(
    `SELECT rental, cabinet, locker, number, epoch, rev FROM rental
     WHERE gateway_id = ? AND ended_at IS NULL ORDER BY rental`,
    [id],
  );
  const events = await central.rows<{ seq: number; hash: string }>(
    "SELECT seq, LOWER(HEX(hash)) AS hash FROM event WHERE gateway_id = ? AND epoch = ? AND seq IN (?, ?)",
    [id, position?.epoch ?? 0, site.head.sequence, site.kept.sequence],
  );
  const hashes = new Map(events.map(({ seq, hash }) => [seq, hash]));
  return {
    epoch: 0,
    epoch_id: null,
    last_seq: 0,
    last_hash: "",
    last_rev: 0,
    ...position,
    lockers,
    rentals,
    hashes,
  };
}

export function compareSite(site: SiteState, central: CentralState): Difference[] {
  return [...comparePosition(site, central), ...compareRows(site, central)];
}

function comparePosition(site: SiteState, central: CentralState): Difference[] {
  const { epoch, head, kept } = site;
  const differ = (means: Difference["means"]): Difference[] => [
    {
      what: "position",
      site: place(epoch.counter, head.sequence, head.hash),
      central: central.epoch === 0 ? undefined : place(central.epoch, central.last_seq, central.last_hash),
      means,
    },
  ];
  if (central.epoch < epoch.counter) return differ("not_copied_yet");
  if (central.epoch > epoch.counter || central.epoch_id !== epoch.id) return differ("conflict");
  const known = new Map(central.hashes).set(central.last_seq, central.last_hash);
  for (const { sequence, hash } of [head, kept]) {
    const copy = known.get(sequence);
    if (sequence > 0 && copy !== undefined && copy !== hash) return differ("conflict");
  }
  if (central.last_seq < head.sequence) return differ("not_copied_yet");
  return central.last_seq > head.sequence ? differ("newer_than_file") : [];
}

function compareRows(site: SiteState, central: CentralState): Difference[] {
  // In a life that central has not heard of, or that the site has left, revisions mean nothing.
  const sameLife = central.epoch === site.epoch.counter && central.epoch_id === site.epoch.id;
  const behind = central.epoch < site.epoch.counter;
  const own = textsOf(site);
  const copy = textsOf(central);
  const differences: Difference[] = [];
  for (const what of new Set([...own.keys(), ...copy.keys()])) {
    const here = own.get(what);
    const there = copy.get(what);
    if (here?.text === there?.text) continue;
    const meaning = () => {
      if (behind) return "not_copied_yet";
      if (!sameLife) return "conflict";
      if (there !== undefined && there.epoch === central.epoch && there.rev > site.rev)
        return "newer_than_file";
      // A row that is over has no revision here; it may be among those that central lacks.
      return (here?.rev ?? site.rev) > central.last_rev ? "not_copied_yet" : "conflict";
    };
    differences.push({ what, site: here?.text, central: there?.text, means: meaning() });
  }
  return differences;
}

interface Text {
  readonly text: string;
  readonly rev: number;
  readonly epoch?: number;
}

function textsOf(state: Pick<CentralState, "lockers" | "rentals"> | SiteState): Map<string, Text> {
  const texts = new Map<string, Text>();
  for (const row of state.lockers) {
    const text = `${row.state}${row.label ? `, "${row.label}"` : ""}`;
    texts.set(`locker ${row.cabinet}/${row.locker}`, { ...row, text });
  }
  for (const row of state.rentals) {
    texts.set(`rental ${row.rental}`, { ...row, text: `${row.cabinet}/${row.locker}, number ${row.number}` });
  }
  return texts;
}

function place(epoch: number, sequence: number, hash: string): string {
  return `life ${epoch}, event ${sequence}, hash ${hash.slice(0, 12)}`;
}
