import { expect, test } from "vitest";
import { cabinetWith, finish, result8, result16 } from "./support/program.ts";

const BIT = 40;
/** What polling adds, in cycles. */
const POLLING = 24;

test("START, nine bits a byte, and STOP take their time at 400 kHz", () => {
  const cabinet = cabinetWith("twi", {}, "-DADDRESS=0x20");
  finish(cabinet);
  const took = (index: number) => result16(cabinet, index);
  expect(took(0)).toBeGreaterThanOrEqual(BIT);
  expect(took(0)).toBeLessThan(BIT + POLLING);
  for (const index of [1, 2, 3]) {
    expect(took(index)).toBeGreaterThanOrEqual(9 * BIT);
    expect(took(index)).toBeLessThan(9 * BIT + POLLING);
  }
  expect(took(4)).toBeGreaterThanOrEqual(BIT);
  expect(took(4)).toBeLessThan(BIT + POLLING);
  expect([16, 17, 18].map((index) => result8(cabinet, index))).toEqual([0x08, 0x18, 0x28]);
});

test("a STOP raises no TWINT and leaves the status idle", () => {
  const cabinet = cabinetWith("twi", {}, "-DADDRESS=0x20");
  finish(cabinet);
  expect(result8(cabinet, 19)).toBe(0);
  expect(result8(cabinet, 20)).toBe(0xf8);
});

test("the log holds each transfer from START to STOP", () => {
  const cabinet = cabinetWith("twi", {}, "-DADDRESS=0x20");
  finish(cabinet);
  const transfer = cabinet.i2c.log.at(0);
  expect(transfer).toMatchObject({ address: 0x20, write: true, bytes: 2, acknowledged: true });
  expect(cabinet.i2c.longestCycles).toBe((transfer?.toCycle ?? 0) - (transfer?.fromCycle ?? 0));
  expect(cabinet.i2c.longestCycles).toBeGreaterThanOrEqual(28 * BIT);
  expect(cabinet.lineLog).toMatchObject([
    { line: "relays", value: 0xfffffffe },
    { line: "relays", value: 0xffffffff },
  ]);
});
