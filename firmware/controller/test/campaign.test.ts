/** Power cuts and flipped bits, with the sanitizers; `npm run simulate` runs many more. */
import { expect, test } from "vitest";
import { buildNative, runNative } from "../src/native.ts";

const SEED = "1";
const TIMEOUT_MS = 300_000;
const program = await buildNative("campaign", "checked");

async function campaign(what: string, count: number): Promise<Record<string, number>> {
  const { code, stdout, stderr } = await runNative(program, [what, String(count), SEED]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

test(
  "5,000 power cuts lose nothing that was acknowledged",
  async () => {
    const { cuts, lost } = await campaign("cuts", 5000);
    expect(cuts).toBeGreaterThanOrEqual(5000);
    expect(lost).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  "no flipped bit of a used EEPROM opens a door",
  async () => {
    const { flips, repaired, opened } = await campaign("flips", 1);
    expect(flips).toBe(1024 * 8);
    expect(repaired).toBeGreaterThan(0);
    expect(opened).toBe(0);
  },
  TIMEOUT_MS,
);
