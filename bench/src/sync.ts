/** `npm run bench -- sync`: what copying to central costs, and that it costs no security. Takes some minutes. */
import { createLogger } from "@holdfast/gateway/log";
import { ATTACKS, runAttacks } from "@holdfast/sync/attacks";
import { startCentral, type TestCentral } from "@holdfast/sync/rig";
import { type Figure, figure } from "./figure.ts";
import { measureBacklog } from "./sync/backlog.ts";
import { measureGrowth } from "./sync/growth.ts";
import { measureIdle } from "./sync/idle.ts";
import { measureLoadRatio } from "./sync/load-ratio.ts";

const RATIO_LEAST = 0.25;
const IDLE_BYTES_MOST = 700;
/** Ten minutes: what a site that was without central for a month may take. */
const BACKLOG_SECONDS_MOST = 600;
const BACKLOG_MB_MOST = 100;
/** Over the cost at the smallest size. */
const GROWTH_MOST = 1.5;
const EVENT_US_MOST = 400;
const ATTACKS_LEAST = 35;

export async function* sync(): AsyncIterable<Figure> {
  yield* withCentral(copying);
  yield* withCentral(growth);
  yield* withCentral(attacks);
}

async function* withCentral(work: (central: TestCentral) => AsyncIterable<Figure>): AsyncIterable<Figure> {
  const central = await startCentral();
  try {
    yield* work(central);
  } finally {
    await central.close();
  }
}

const log = createLogger({ name: "bench", level: "error", out: process.stderr });

async function* copying(central: TestCentral): AsyncIterable<Figure> {
  const { ratio, events, rows } = await measureLoadRatio(central, log);
  console.error(`${Math.round(events)} events/s through sync_v1, ${Math.round(rows)} rows/s by LOAD DATA`);
  const native = { value: 1, of: "LOAD DATA into a plain table in the same run" };
  yield figure("sync.load_ratio", ratio, "x", { atLeast: RATIO_LEAST }, native);

  const idle = await measureIdle(central);
  yield figure("sync.idle_round_trips", idle.roundTrips, "round trips", { atMost: 1 });
  yield figure("sync.idle_bytes", idle.bytes, "B", { atMost: IDLE_BYTES_MOST });

  const backlog = await measureBacklog(central);
  yield figure("sync.backlog_seconds", backlog.seconds, "s", { atMost: BACKLOG_SECONDS_MOST });
  yield figure("sync.backlog_memory", backlog.sync / 1e6, "MB", { atMost: BACKLOG_MB_MOST });
  const before = { value: backlog.gatewayBefore / 1e6, of: "before it began" };
  const most = { atMost: BACKLOG_MB_MOST };
  yield figure("sync.backlog_gateway_memory", backlog.gateway / 1e6, "MB", most, before);
}

const SIZE_NAMES: Readonly<Record<number, string>> = { 10000: "10k", 100000: "100k", 1000000: "1m" };

async function* growth(central: TestCentral): AsyncIterable<Figure> {
  let limit = EVENT_US_MOST;
  let smallest: number | undefined;
  for await (const { size, microseconds } of measureGrowth(central, log)) {
    yield figure(`sync.growth_${SIZE_NAMES[size]}`, microseconds, "\u00b5s", { atMost: limit });
    smallest ??= microseconds;
    limit = smallest * GROWTH_MOST;
  }
}

async function* attacks(central: TestCentral): AsyncIterable<Figure> {
  const outcomes = await runAttacks(central, ATTACKS);
  const leaks = outcomes.filter(
    ({ read, changed, inferred, heldUp }) => read || changed || inferred || heldUp,
  );
  for (const { name } of leaks) console.error(`not held off: ${name}`);
  yield figure("sync.attack_cases", outcomes.length, "attacks", { atLeast: ATTACKS_LEAST });
  yield figure("sync.attack_leaks", leaks.length, "attacks", { atMost: 0 });
}
