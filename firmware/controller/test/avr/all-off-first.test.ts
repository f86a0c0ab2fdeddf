import { expect, test } from "vitest";
import { probe, probeAtPowerUp } from "./probe.ts";

test("the first thing on the bus after power-up is all off to every relay expander", () => {
  const cabinet = probeAtPowerUp();
  cabinet.runUntil(() => cabinet.i2c.transfers >= 5, 200);
  expect(cabinet.i2c.log.all.slice(0, 4).map(({ address, write }) => ({ address, write }))).toEqual(
    [0x20, 0x21, 0x22, 0x23].map((address) => ({ address, write: true })),
  );
  expect(cabinet.lineLog).toEqual([]);
});

test("a reset in the middle of a pulse ends it, and a key held through the reset starts none", () => {
  const cabinet = probe();
  cabinet.press("#");
  cabinet.runUntil(() => cabinet.locks.supplyOn, 50);
  cabinet.pressReset();
  cabinet.runFor(1);
  expect(cabinet.locks.supplyOn).toBe(false);
  cabinet.runFor(500);
  expect(cabinet.locks.relayBits).toBe(-1);
  expect(cabinet.relayLog).toHaveLength(1);
});
