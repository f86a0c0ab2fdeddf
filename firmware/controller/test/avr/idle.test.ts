import { expect, test } from "vitest";
import { probe, probeAtPowerUp } from "./probe.ts";

test("the drivers keep the CPU awake for less than 3 % of an idle second", () => {
  const cabinet = probe();
  const [cycles, awake] = [cabinet.cycles, cabinet.awakeCycles];
  cabinet.runFor(3000);
  expect((cabinet.awakeCycles - awake) / (cabinet.cycles - cycles)).toBeLessThan(0.03);
});

test("the stack is painted from the end of the static data to the end of the SRAM", () => {
  const cabinet = probeAtPowerUp();
  cabinet.runFor(80);
  expect(cabinet.stackFree).toBeGreaterThan(1000);
});
