import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ATTACKS, type AttackOutcome, runAttacks } from "../../src/attacks/index.ts";
import { startCentral, type TestCentral } from "../../src/rig/index.ts";

let central: TestCentral;
const outcomes = new Map<string, AttackOutcome>();
beforeAll(async () => {
  central = await startCentral();
  for (const outcome of await runAttacks(central, ATTACKS)) outcomes.set(outcome.name, outcome);
}, 300_000);
afterAll(() => central.close());

it("knows at least 35 attacks, each by its own name", () => {
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
  expect(ATTACKS.length).toBeGreaterThanOrEqual(35);
});

describe("a stolen login reads, changes, infers and holds up nothing of another gateway with", () => {
  it.each(ATTACKS.map(({ name }) => name))("%s", (name) => {
    const clean = { read: false, changed: false, inferred: false, heldUp: false };
    expect(outcomes.get(name)).toMatchObject(clean);
  });
});
