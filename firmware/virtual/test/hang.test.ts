import { expect, test } from "vitest";
import { cabinetWith, result16 } from "./support/program.ts";

test("a hung controller stands still with its interrupts", () => {
  const cabinet = cabinetWith("sleep");
  cabinet.runFor(100);
  cabinet.faults.hangMcu();
  const ticks = result16(cabinet, 0);
  cabinet.runFor(50);
  expect(result16(cabinet, 0)).toBe(ticks);
  cabinet.pressReset();
  cabinet.runFor(100);
  expect(result16(cabinet, 0)).toBeGreaterThan(0);
  expect(cabinet.lastReset).toBe("external");
});
