/**
 * `npm run bench -- fleet`: 2,000 gateways and one database on this machine: each in its own time, and all at once after
 * an outage. The gateways are ledgers in memory; their exchanges, connections and TLS are the replicator's own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createLogger } from "@holdfast/gateway/log";
import { addGateway, type Central } from "@holdfast/sync/central";
import { startCentral } from "@holdfast/sync/rig";
import { type Figure, figure } from "./figure.ts";
import { Member } from "./fleet/member.ts";

const GATEWAYS = 2000;
const EVENTS_A_MINUTE = 10;
const SPREAD_S = 30;
const ROUNDS = 2;
/** How many connect at the same time while the fleet is set up. */
const AT_ONCE = 50;
const SPREAD_LIMIT_MS = 250;
const HERD_LIMIT_S = 20;
/** For thousands of connections: see sync/README.md, "Growing". */
const serverFor = (gateways: number) => [
  "--thread-handling=pool-of-threads",
  `--max-connections=${gateways * 2 + 100}`,
  "--connect-timeout=60",
  `--back-log=${gateways + 100}`,
  "--innodb-buffer-pool-size=256M",
];

export function fleet(): AsyncIterable<Figure> {
  return runFleet(GATEWAYS);
}

export async function* runFleet(gateways: number): AsyncIterable<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-fleet-"));
  const central = await startCentral({ args: serverFor(gateways) });
  const members: Member[] = [];
  try {
    const log = createLogger({ name: "fleet", level: "error", out: process.stderr });
    const from = performance.now();
    for (let number = 1; number <= gateways; number++) {
      const login = await addGateway(central.root, `gateway-${number}`);
      members.push(new Member({ login, mariadb: central.mariadb, folder, log }));
    }
    console.error(`${gateways} logins made in ${seconds(from)} s`);
    await inTurns(members, (member) => member.syncAtLast());
    console.error(`${gateways} gateways are connected after ${seconds(from)} s`);

    const times = await spread(members);
    yield figure("fleet.spread_p99", percentile(times, 0.99), "ms", { atMost: SPREAD_LIMIT_MS });

    for (const member of members) member.disconnect();
    for (const member of members) member.ledger.appendMany(EVENTS_A_MINUTE);
    const began = performance.now();
    const failures = await Promise.all(members.map((member) => member.syncAtLast()));
    const drained = (performance.now() - began) / 1000;
    console.error(`tried again: ${JSON.stringify(counts(failures.flat()))}`);
    yield figure("fleet.herd_drain", drained, "s", { atMost: HERD_LIMIT_S });
    yield figure("fleet.herd_lost", await lost(central.root, members), "events", { atMost: 0 });
  } finally {
    for (const member of members) member.close();
    await central.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of every cycle when each gateway has a moment of its own in every half minute. */
async function spread(members: readonly Member[]): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(
      members.map(async (member) => {
        await pause(Math.random() * SPREAD_S * 1000);
        member.ledger.appendMany((EVENTS_A_MINUTE * SPREAD_S) / 60);
        const from = performance.now();
        await member.sync();
        times.push(performance.now() - from);
      }),
    );
  }
  return times;
}

/** Events that a gateway has and central lacks, or has otherwise. */
async function lost(central: Central, members: readonly Member[]): Promise<number> {
  const rows = await central.rows<{ account: string; last_seq: number; last_hash: string; events: number }>(
    `SELECT CONVERT(g.account USING ascii) AS account, g.last_seq, g.last_hash,
       (SELECT COUNT(*) FROM event AS e WHERE e.gateway_id = g.id) AS events FROM gateway AS g`,
  );
  const copies = new Map(rows.map((row) => [row.account, row]));
  return members.reduce((sum, { user, ledger }) => {
    const copy = copies.get(user);
    const { length } = ledger.events;
    if (copy === undefined || copy.last_hash !== ledger.hashAt(copy.last_seq)) return sum + length;
    return sum + length - Math.min(copy.last_seq, copy.events);
  }, 0);
}

async function inTurns(
  members: readonly Member[],
  work: (member: Member) => Promise<unknown>,
): Promise<void> {
  const waiting = members.values();
  const worker = async () => {
    for (const member of waiting) await work(member);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function counts(codes: readonly string[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const code of codes) all[code] = (all[code] ?? 0) + 1;
  return all;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
}

function seconds(from: number): number {
  return Math.round((performance.now() - from) / 1000);
}
