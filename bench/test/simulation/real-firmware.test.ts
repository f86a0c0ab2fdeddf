import { readReleaseHex } from "@holdfast/virtual";
import { expect, test } from "vitest";
import { avrControllers } from "../../src/simulation/avr-controller.ts";
import { runSeed } from "../../src/simulation/run.ts";

/** What the debounced keypad of the real board follows. */
const KEYS = { from: 110, to: 160 };

test.each(["1", "2", "3"])(
  "the real firmware in avr8js breaks no invariant: seed %s",
  { timeout: 300_000 },
  async (seed) => {
    const make = avrControllers(readReleaseHex());
    const { violations, operations } = await runSeed({ seed, make, steps: 16, faults: true, keys: KEYS });
    expect(violations).toEqual([]);
    expect(operations).toBeGreaterThan(3);
  },
);
