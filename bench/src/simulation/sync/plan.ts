/** What fails when: made from the seed as plain data. */
import { Prng } from "../prng.ts";

export type Failure =
  | { readonly do: "kill-gateway" | "kill-sync"; readonly site: number; readonly down: number }
  /** Of a cluster one node, else the server. */
  | { readonly do: "kill-database"; readonly node: number; readonly down: number }
  /** Two of three nodes at once: the third one refuses until somebody makes it begin anew. */
  | { readonly do: "lose-quorum"; readonly left: number; readonly down: number }
  | { readonly do: "back-up-central" | "restore-central" }
  | { readonly do: "back-up-gateway"; readonly site: number }
  /** announced: with `holdfast restore`; else as a copy of the disk that nobody speaks of. */
  | { readonly do: "restore-gateway"; readonly site: number; readonly announced: boolean };

export interface ChaosSize {
  readonly seconds: number;
  readonly sites: number;
  /** 1: no cluster. */
  readonly nodes: 1 | 3;
  readonly gatewayKills: number;
  readonly syncKills: number;
  /** Without those of the lost quorum. */
  readonly databaseKills: number;
  readonly eventsASecond: number;
  readonly commandsASecond: number;
}

export interface Plan {
  /** Processes of sites, at their time: several may fail at once. Seconds. */
  readonly processes: readonly { readonly at: number; readonly failure: Failure }[];
  /** Databases and backups, one after the other, each with a pause after it. */
  readonly databases: readonly { readonly pause: number; readonly failure: Failure }[];
}

const DOWN_MOST_MS = 1500;
const DATABASE_DOWN_MS = { from: 200, to: 4000 };
/** Parts of the time without failures at begin and end. */
const [CALM_BEFORE, CALM_AFTER] = [0.03, 0.05];

export function makePlan(seed: string, size: ChaosSize): Plan {
  const prng = new Prng(`sync/${seed}`);
  const moment = () => size.seconds * (CALM_BEFORE + prng.fraction() * (1 - CALM_BEFORE - CALM_AFTER));
  const kills = (what: "kill-gateway" | "kill-sync", count: number) =>
    Array.from({ length: count }, (_, index) => ({
      at: moment(),
      failure: { do: what, site: index % size.sites, down: prng.below(DOWN_MOST_MS) } as Failure,
    }));
  const processes = [...kills("kill-gateway", size.gatewayKills), ...kills("kill-sync", size.syncKills)];
  const databases = databaseFailures(prng.fork("databases"), size);
  const pause = (size.seconds * (1 - CALM_BEFORE - CALM_AFTER)) / databases.length;
  return {
    processes: processes.sort((a, b) => a.at - b.at),
    databases: databases.map((failure) => ({ pause, failure })),
  };
}

/** The backups are old when they are restored: half of the other failures are between. */
function databaseFailures(prng: Prng, { nodes, sites, databaseKills }: ChaosSize): Failure[] {
  const down = () => prng.between(DATABASE_DOWN_MS.from, DATABASE_DOWN_MS.to);
  const kills = Array.from({ length: databaseKills }, (): Failure => {
    return { do: "kill-database", node: prng.below(nodes), down: down() };
  });
  const half = Math.ceil(kills.length / 2);
  const silent = prng.below(sites);
  // Two different ones, where there are two.
  const announced = (silent + 1 + prng.below(Math.max(1, sites - 1))) % sites;
  const before: Failure[] = [
    { do: "back-up-central" },
    ...kills.slice(0, half),
    { do: "restore-central" },
    { do: "back-up-gateway", site: silent },
    { do: "back-up-gateway", site: announced },
  ];
  const after: Failure[] = [
    ...(nodes === 1 ? [] : [{ do: "lose-quorum", left: prng.below(nodes), down: down() } as const]),
    ...kills.slice(half),
    { do: "restore-gateway", site: silent, announced: false },
    { do: "restore-gateway", site: announced, announced: true },
  ];
  return [...before, ...after];
}
