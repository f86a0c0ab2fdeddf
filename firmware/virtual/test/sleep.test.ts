import { expect, test } from "vitest";
import { cabinetWith, result16 } from "./support/program.ts";

test("a sleeping controller is woken by its timer and hardly runs between", () => {
  const cabinet = cabinetWith("sleep");
  cabinet.runFor(100);
  const [ticks, awake, slept, from] = [
    result16(cabinet, 0),
    cabinet.awakeCycles,
    cabinet.sleepCycles,
    cabinet.cycles,
  ];
  cabinet.runFor(1000);
  expect(result16(cabinet, 0) - ticks).toBe(1000);
  const share = (cabinet.awakeCycles - awake) / (cabinet.cycles - from);
  expect(share).toBeLessThan(0.005);
  expect(cabinet.awakeCycles - awake + cabinet.sleepCycles - slept).toBe(cabinet.cycles - from);
});
