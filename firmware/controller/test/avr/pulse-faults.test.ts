import { expect, test } from "vitest";
import { probe, ROW, row } from "./probe.ts";

function pulse(cabinet: ReturnType<typeof probe>): string {
  cabinet.tap("#");
  cabinet.runFor(400);
  return row(cabinet, ROW.pulse);
}

test("a dead expander fails its own pulse only, and works again when it answers", () => {
  const cabinet = probe({ lockers: 16 });
  cabinet.faults.expanderNack(0x20, true);
  expect(pulse(cabinet)).toBe("failed");
  expect(cabinet.lineLog).toEqual([]);
  cabinet.tap("0");
  expect(pulse(cabinet)).toBe("done");
  cabinet.tap("*");
  cabinet.faults.expanderNack(0x20, false);
  expect(pulse(cabinet)).toBe("done");
  expect(cabinet.relayLog.map(({ locker }) => locker)).toEqual([9, 1]);
});

test("while an expander may have a relay on and cannot be told otherwise, no other lock gets the supply", () => {
  const cabinet = probe({ lockers: 16 });
  cabinet.tap("#");
  cabinet.runUntil(() => cabinet.locks.supplyOn, 50);
  cabinet.faults.expanderNack(0x20, true);
  cabinet.runFor(400);
  cabinet.tap("0");
  expect(pulse(cabinet)).toBe("failed");
  cabinet.faults.expanderNack(0x20, false);
  expect(pulse(cabinet)).toBe("done");
  expect(cabinet.relayLog.map(({ locker }) => locker)).toEqual([1, 9]);
});

test("a bus that is stuck during a pulse changes nothing about its length, and is freed by clocks", () => {
  const cabinet = probe();
  cabinet.tap("#");
  cabinet.runUntil(() => cabinet.locks.supplyOn, 50);
  cabinet.faults.sdaStuck(true, 9);
  expect(cabinet.runUntil(() => !cabinet.locks.supplyOn, 300)).toBeLessThan(201);
  expect(cabinet.runUntil(() => cabinet.locks.relayBits === -1, 50)).toBeLessThan(50);
});

test("a program that hangs with a lock energised is ended by the watchdog within 500 ms", () => {
  const cabinet = probe();
  cabinet.tap("#", { hold: 10, gap: 0 });
  cabinet.faults.hangMcu();
  expect(cabinet.locks.supplyOn).toBe(true);
  expect(cabinet.runUntil(() => !cabinet.locks.supplyOn, 500)).toBeLessThan(490);
  cabinet.runFor(300);
  expect(cabinet.lastReset).toBe("watchdog");
  expect(row(cabinet, ROW.start)).toMatch(/^reset 8/);
  expect(cabinet.locks.relayBits).toBe(-1);
});
