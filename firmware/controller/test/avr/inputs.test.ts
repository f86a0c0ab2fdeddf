import { expect, test } from "vitest";
import { probe, ROW, row } from "./probe.ts";

test("doors are seen to open and close", () => {
  const cabinet = probe();
  expect(row(cabinet, ROW.state)).toBe("cccccccc  --");
  cabinet.tap("4");
  cabinet.tap("#");
  cabinet.runUntil(() => row(cabinet, ROW.state) === "cccocccc  --", 400);
  cabinet.runFor(200);
  cabinet.doors[3]?.pushShut();
  cabinet.runUntil(() => row(cabinet, ROW.state) === "cccccccc  --", 200);
});

test("doors without contacts are not sensed", () => {
  expect(row(probe({ sensors: false }), ROW.state)).toBe("--------  --");
});

test("contacts that stop answering are not sensed any more, and sensed again when they answer", () => {
  const cabinet = probe();
  cabinet.faults.expanderNack(0x24, true);
  cabinet.runUntil(() => row(cabinet, ROW.state) === "--------  --", 400);
  cabinet.faults.expanderNack(0x24, false);
  cabinet.runUntil(() => row(cabinet, ROW.state) === "cccccccc  --", 1500);
});

test("the tamper switch and the service button are seen", () => {
  const cabinet = probe();
  cabinet.tamper(true);
  cabinet.serviceButton(true);
  cabinet.runUntil(() => row(cabinet, ROW.state) === "cccccccc  TS", 200);
});
