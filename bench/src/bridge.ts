/** `npm run bench -- bridge`: the Wi-Fi bridge, and what cabinets behind bridges cost. Takes about four minutes. */
import { chipLatencies, compileForChip, p99 } from "@holdfast/bridge/chip";
import { costOf } from "./bridge/cabinets.ts";
import { chaos } from "./bridge/chaos.ts";
import { relinkSeconds } from "./bridge/relink.ts";
import { BenchWire } from "./bridge/wire.ts";
import { type Figure, figure } from "./figure.ts";

const LATENCY_LIMIT_MS = 5;
/** 66 bytes at 500000 baud: the bridge passes on no frame that is not whole. */
const WHOLE_FRAME_MS = 1.32;
/** What Arduino's core leaves of 80 KiB is 50; Wi-Fi wants most of that. */
const RAM_LIMIT = 8192;
const HOURS_LEAST = 24;
const SEEDS = ["1", "2"];
const RELINK_LIMIT_S = 5;
const OPERATIONS = 100;
const MOST_CABINETS = 32;
const LIMITS: readonly { count: number; memory: number; idle: number; busy: number }[] = [
  { count: 1, memory: 70, idle: 0.02, busy: 0.1 },
  { count: 8, memory: 70, idle: 0.05, busy: 0.25 },
  { count: MOST_CABINETS, memory: 90, idle: 0.2, busy: 0.8 },
];

export async function* bridge(): AsyncIterable<Figure> {
  const wire = await BenchWire.open();
  try {
    yield figure("bridge.throughput_ratio", await wire.throughputRatio(), "of UART", { atLeast: 1 });
  } finally {
    await wire.close();
  }
  const physical = { value: WHOLE_FRAME_MS, of: "the longest frame on the UART" };
  const latency = p99(await chipLatencies());
  yield figure("bridge.latency_p99", latency, "ms", { atMost: LATENCY_LIMIT_MS }, physical);
  const { ram, flash } = await compileForChip("d1_mini");
  yield figure("bridge.ram_static", ram, "B", { atMost: RAM_LIMIT });
  console.error(`flash of core and sketch, without what Arduino brings: ${flash} B`);
  yield figure("bridge.relink_seconds", await relinkSeconds(), "s", { atMost: RELINK_LIMIT_S });
  const { hours, operations, lost, troubles } = await chaos(SEEDS);
  for (const what of lost) console.error(`lost: ${what}`);
  console.error(`${operations} operations of people; of the bridge ${JSON.stringify(troubles)}`);
  yield figure("bridge.chaos_hours", hours, "h", { atLeast: HOURS_LEAST });
  yield figure("bridge.chaos_lost", lost.length, "operations", { atMost: 0 });
  for (const { count, ...limits } of LIMITS) {
    const cost = await costOf(count, (OPERATIONS * count) / MOST_CABINETS);
    const name = `install.cabinets_${count}`;
    yield figure(name, cost.memory / 1e6, "MB", { atMost: limits.memory });
    yield figure(`${name}_idle`, cost.idle * 100, "% of a core", { atMost: limits.idle * 100 });
    yield figure(`${name}_busy`, cost.busy * 100, "% of a core", { atMost: limits.busy * 100 });
    yield figure(`${name}_operations`, cost.operations, "1/s", {
      atLeast: ((OPERATIONS * count) / MOST_CABINETS) * 0.95,
    });
    if (cost.failed.length > 0)
      console.error(`${name}: ${cost.failed.length} not done: ${[...new Set(cost.failed)].join(" ")}`);
  }
}
