import { expect, test } from "vitest";
import { CYCLES_PER_MS } from "../src/index.ts";
import { cabinetWith, finish } from "./support/program.ts";

test("a lock that is energised for 50 ms lets its door spring open", () => {
  const cabinet = cabinetWith("relays_left_on", {}, "-DLEAVE_MS=200");
  finish(cabinet);
  expect(cabinet.doors.map(({ open }) => open)).toEqual([true, ...Array(7).fill(false)]);
  const [pulse] = cabinet.relayLog;
  expect(pulse?.locker).toBe(1);
  expect(((pulse?.toCycle ?? 0) - (pulse?.fromCycle ?? 0)) / CYCLES_PER_MS).toBeCloseTo(200, 0);
});

test("a shorter pulse does not free the latch", () => {
  const cabinet = cabinetWith("relays_left_on", {}, "-DLEAVE_MS=40");
  finish(cabinet);
  expect(cabinet.relayLog).toHaveLength(1);
  expect(cabinet.doors[0]?.open).toBe(false);
});

test("a door that is pushed shut stays shut, one whose lock is still energised does not", () => {
  const cabinet = cabinetWith("relays_left_on", {}, "-DLEAVE_MS=200");
  cabinet.runUntil(() => cabinet.doors[0]?.open === true, 500);
  cabinet.doors[0]?.pushShut();
  cabinet.runFor(60);
  expect(cabinet.doors[0]?.open).toBe(true);
  finish(cabinet);
  cabinet.doors[0]?.pushShut();
  cabinet.runFor(200);
  expect(cabinet.doors[0]?.open).toBe(false);
});

test("a jammed door stays shut although its lock is energised", () => {
  const cabinet = cabinetWith("relays_left_on", {}, "-DLEAVE_MS=200");
  cabinet.faults.jamDoor(1, true);
  finish(cabinet);
  expect(cabinet.relayLog).toHaveLength(1);
  expect(cabinet.doors[0]?.open).toBe(false);
});

test("a relay without the lock supply energises nothing", () => {
  const cabinet = cabinetWith("relays_left_on", {}, "-DLEAVE_MS=200", "-DNO_SUPPLY");
  finish(cabinet);
  expect(cabinet.locks.relayBits).toBe(~1);
  expect(cabinet.relayLog).toEqual([]);
  expect(cabinet.doors[0]?.open).toBe(false);
});
