/** What sync promises when everything fails that can. */
import { buildWasm } from "@holdfast/controller/wasm";
import { type Figure, figure } from "../../figure.ts";
import { wasmControllers } from "../wasm-controller.ts";
import { runChaos } from "./chaos.ts";
import type { ChaosSize } from "./plan.ts";

export const FULL: ChaosSize = {
  seconds: 300,
  sites: 4,
  nodes: 3,
  gatewayKills: 56,
  syncKills: 32,
  databaseKills: 5,
  eventsASecond: 65,
  commandsASecond: 5,
};

const LEAST = { events: 40_000, commands: 1000, gatewayKills: 50, databaseKills: 6 };

export async function* syncFigures(seed: string): AsyncIterable<Figure> {
  const make = wasmControllers(buildWasm());
  const progress = (text: string) => console.error(text);
  const { events, commands, gatewayKills, databaseKills, differences, cuts } = await runChaos({
    seed,
    size: FULL,
    make,
    progress,
  });
  for (const example of differences.examples) console.error(example);
  console.error(`${cuts} answers were cut off. Again: npm run simulate -- --sync --seed ${seed}`);
  yield figure("sync.chaos_gateway_kills", gatewayKills, "kills", { atLeast: LEAST.gatewayKills });
  yield figure("sync.chaos_database_kills", databaseKills, "kills", { atLeast: LEAST.databaseKills });
  yield figure("sync.chaos_events", events, "events", { atLeast: LEAST.events });
  yield figure("sync.chaos_commands", commands, "commands", { atLeast: LEAST.commands });
  yield figure("sync.chaos_lost", differences.lost, "events", { atMost: 0 });
  yield figure("sync.chaos_doubled", differences.doubled, "events", { atMost: 0 });
  yield figure("sync.chaos_altered", differences.altered, "events", { atMost: 0 });
}
