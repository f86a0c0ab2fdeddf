import { buildBridgeWasm, wasmBridges } from "@holdfast/bridge/wasm";
import { expect, test } from "vitest";
import { runSeed } from "../../src/simulation/run.ts";
import { core } from "./support/core.ts";

const SEEDS = 12;

test("histories full of faults break no invariant behind a Wi-Fi bridge either", async () => {
  const wifi = { make: wasmBridges(await buildBridgeWasm()), trouble: 5000 };
  const make = core();
  let [operations, powerCuts, calls] = [0, 0, 0];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const run = await runSeed({ seed: `wifi ${seed}`, make, wifi, steps: 120, faults: true });
    expect(run.violations).toEqual([]);
    operations += run.operations;
    powerCuts += run.troubles?.powerCuts ?? 0;
    calls += run.troubles?.calls ?? 0;
  }
  expect(operations).toBeGreaterThan(SEEDS * 50);
  expect(powerCuts).toBeGreaterThan(SEEDS);
  expect(calls).toBeGreaterThan(SEEDS);
});

test("the same seed gives the same history", async () => {
  const wifi = { make: wasmBridges(await buildBridgeWasm()), trouble: 5000 };
  const once = () => runSeed({ seed: "again", make: core(), wifi, steps: 40, faults: true });
  expect((await once()).hash).toBe((await once()).hash);
});
