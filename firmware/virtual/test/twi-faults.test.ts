import { expect, test } from "vitest";
import { cabinetWith, finish, result8, result16 } from "./support/program.ts";

const NEVER = 0xffff;

test("an address where nothing answers is not acknowledged", () => {
  const cabinet = cabinetWith("twi", {}, "-DADDRESS=0x21");
  finish(cabinet);
  expect([17, 18].map((index) => result8(cabinet, index))).toEqual([0x20, 0x30]);
  expect(cabinet.i2c.refused).toBe(1);
});

test("a dead expander is not acknowledged and keeps its latch", () => {
  const cabinet = cabinetWith("twi", {}, "-DADDRESS=0x20");
  cabinet.faults.expanderNack(0x20, true);
  finish(cabinet);
  expect(result8(cabinet, 17)).toBe(0x20);
  expect(cabinet.lineLog).toEqual([]);
});

test("while SDA is held low no START comes about, and it does as soon as SDA is free", () => {
  const cabinet = cabinetWith("twi", {}, "-DADDRESS=0x20");
  cabinet.faults.sdaStuck(true);
  cabinet.runFor(100);
  expect(result16(cabinet, 0)).toBe(NEVER);
  const freed = cabinetWith("twi", {}, "-DADDRESS=0x20");
  freed.faults.sdaStuck(true);
  freed.runFor(68);
  freed.faults.sdaStuck(false);
  finish(freed);
  expect(result8(freed, 16)).toBe(0x08);
});
