import { expect, test } from "vitest";
import { makePlan, type Step } from "../../src/simulation/plan.ts";
import { runSeed } from "../../src/simulation/run.ts";
import { shrink } from "../../src/simulation/shrink.ts";
import { coreWith } from "./support/core.ts";

const numbers = Array.from({ length: 100 }, (_, index) => index);

test("the shortest list that still fails is found", async () => {
  const fails = async (list: readonly number[]) => [17, 18, 71].every((wanted) => list.includes(wanted));
  expect(await shrink(numbers, fails)).toEqual([17, 18, 71]);
});

test("it stops when its tries are used up, with a list that fails", async () => {
  let tries = 0;
  const fails = async (list: readonly number[]) => {
    tries++;
    return list.includes(3) && list.includes(96);
  };
  const short = await shrink(numbers, fails, 9);
  expect(tries).toBe(9);
  expect(short).toContain(3);
  expect(short).toContain(96);
});

test("a failing history becomes a few steps", async () => {
  const patch = {
    file: "core/steps.c",
    find: "    slot_write_begin(&operation.slot, operation.kind == EVENT_RESTORE_SLOT);\n    return STEP_SLOT;",
    replace: "    return STEP_OUTCOME;",
  };
  const options = { seed: "2", make: coreWith(patch), steps: 60, faults: false };
  const whole = await runSeed(options);
  const broken = whole.violations[0]?.invariant;
  expect(broken).toBeDefined();
  const fails = async (plan: readonly Step[]) =>
    (await runSeed({ ...options, plan })).violations[0]?.invariant === broken;
  const short = await shrink(makePlan(options.seed, options), fails);
  expect(short.length).toBeLessThan(6);
  expect(await fails(short)).toBe(true);
});
