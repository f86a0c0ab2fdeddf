import { CYCLES_PER_MS } from "@holdfast/virtual";
import { expect, test } from "vitest";
import { probe, ROW, row } from "./probe.ts";

test("a row of double size covers the row below it, which comes back afterwards", () => {
  const cabinet = probe();
  const before = cabinet.oled.text();
  cabinet.tap("9");
  expect(cabinet.oled.text().slice(0, 2)).toEqual([before[0]?.slice(0, 8), ""]);
  cabinet.tap("9");
  expect(cabinet.oled.text().slice(0, 3)).toEqual(before.slice(0, 3));
});

test("only what changed is sent", () => {
  const cabinet = probe();
  const sent = cabinet.i2c.log.length;
  cabinet.tap("1");
  const bytes = cabinet.i2c.log.all
    .slice(sent)
    .filter(({ address }) => address === 0x3c)
    .map((transfer) => transfer.bytes);
  expect(bytes).toEqual([7, 17]);
});

test("no transfer keeps the bus longer than 1 ms", () => {
  const cabinet = probe();
  expect(cabinet.i2c.longestCycles / CYCLES_PER_MS).toBeLessThan(1);
});

test("without a display everything else works, and it shows the state when it comes back", () => {
  const cabinet = probe();
  cabinet.faults.oledNack(true);
  cabinet.type("12#");
  cabinet.runFor(400);
  expect(cabinet.relayLog.map(({ locker }) => locker)).toEqual([2]);
  cabinet.faults.oledNack(false);
  cabinet.runUntil(() => row(cabinet, ROW.keys) === "12#", 2000);
});
