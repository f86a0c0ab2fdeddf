import { CYCLES_PER_MS } from "@holdfast/virtual";
import { expect, test } from "vitest";
import { probe, ROW, row } from "./probe.ts";

test("a pulse takes 200 ms: relay before supply, supply off before relay", () => {
  const cabinet = probe();
  cabinet.tap("3");
  cabinet.tap("#");
  cabinet.runUntil(() => row(cabinet, ROW.pulse) === "done", 400);
  const [pulse] = cabinet.relayLog;
  expect(pulse?.locker).toBe(3);
  expect(((pulse?.toCycle ?? 0) - (pulse?.fromCycle ?? 0)) / CYCLES_PER_MS).toBeCloseTo(200, 1);
  expect(cabinet.lineLog.map(({ line, value }) => [line, value])).toEqual([
    ["relays", 0xffff_fffb],
    ["supply", 1],
    ["supply", 0],
    ["relays", 0xffff_ffff],
  ]);
});

test("a second pulse is refused while one runs", () => {
  const cabinet = probe();
  cabinet.tap("1");
  cabinet.tap("#");
  for (const key of "2#") cabinet.tap(key, { hold: 30, gap: 0 });
  expect(row(cabinet, ROW.state)).toBe("refused");
  expect(cabinet.locks.supplyOn).toBe(true);
  cabinet.runFor(500);
  expect(cabinet.relayLog.map(({ locker }) => locker)).toEqual([1]);
});

test("the last of 32 lockers opens", () => {
  const cabinet = probe({ lockers: 32 });
  for (const key of ["0", "0", "0", "8"]) cabinet.tap(key);
  cabinet.tap("#");
  cabinet.runFor(300);
  expect(cabinet.relayLog.map(({ locker }) => locker)).toEqual([32]);
});
