/** Days of people, faults and power cuts at a cabinet on Wi-Fi, against the model of who may open what. */
import { buildBridgeWasm, wasmBridges } from "@holdfast/bridge/wasm";
import { buildWasm } from "@holdfast/controller/wasm";
import { planOf } from "../simulation/plan.ts";
import { runSeed } from "../simulation/run.ts";
import { wasmControllers } from "../simulation/wasm-controller.ts";

const DAY_HOURS = 24;
/** Power or radio of the bridge fails about fifteen times an hour. */
const TROUBLE_MS = 240_000;

export interface Chaos {
  /** Lives and calls of the bridge. */
  readonly troubles: { powerCuts: number; radioLosses: number; restarts: number; calls: number };
  readonly hours: number;
  readonly operations: number;
  /** What a person was told and did not hold, or a door that moved without right. */
  readonly lost: readonly string[];
}

/** One simulated day for each seed. */
export async function chaos(seeds: readonly string[], days = 1): Promise<Chaos> {
  const make = wasmControllers(buildWasm());
  const wifi = { make: wasmBridges(await buildBridgeWasm()), trouble: TROUBLE_MS };
  let [hours, operations] = [0, 0];
  const lost: string[] = [];
  const troubles = { powerCuts: 0, radioLosses: 0, restarts: 0, calls: 0 };
  for (const seed of seeds) {
    const run = await runSeed({ seed, make, wifi, ...planOf(days) });
    hours += Math.min(run.time / 3_600_000, DAY_HOURS * days);
    operations += run.operations;
    for (const name of Object.keys(troubles) as (keyof typeof troubles)[])
      troubles[name] += run.troubles?.[name] ?? 0;
    lost.push(...run.violations.map(({ invariant, text }) => `seed ${seed}: ${invariant}: ${text}`));
  }
  return { hours, operations, lost, troubles };
}
