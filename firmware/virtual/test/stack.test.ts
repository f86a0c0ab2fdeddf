import { expect, test } from "vitest";
import { cabinetWith } from "./support/program.ts";

const RAM_END = 0x8ff;

test("the lowest stack pointer is that of the deepest call or interrupt", () => {
  const cabinet = cabinetWith("sleep");
  expect(cabinet.lowestStackPointer).toBe(RAM_END);
  cabinet.runFor(100);
  // main's return address, then an interrupt with a handful of registers
  expect(RAM_END - cabinet.lowestStackPointer).toBeGreaterThanOrEqual(8);
  expect(RAM_END - cabinet.lowestStackPointer).toBeLessThan(16);
});

test("free stack is the paint that is left below", () => {
  const cabinet = cabinetWith("sleep");
  cabinet.runFor(100);
  const below = cabinet.lowestStackPointer - 0x100;
  cabinet.sram.fill(0xc5, below - 299, below + 1);
  cabinet.sram[below - 300] = 0;
  expect(cabinet.stackFree).toBe(300);
});
