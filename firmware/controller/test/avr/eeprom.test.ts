import { expect, test } from "vitest";
import { probe, ROW, row } from "./probe.ts";

const SCRATCH = 512;

test("replacing, erasing and clearing bits take their time in the background", () => {
  const cabinet = probe();
  for (const [key, value, least, most] of [
    ["B", 0xa5, 13, 17],
    ["C", 0xff, 7, 9],
    ["B", 0xa5, 13, 17],
    ["D", 0xa0, 7, 9],
  ] as const) {
    cabinet.press(key);
    const took = cabinet.runUntil(
      () => cabinet.eeprom.slice(SCRATCH, SCRATCH + 4).every((byte) => byte === value),
      50,
    );
    expect(took).toBeGreaterThan(least);
    expect(took).toBeLessThan(most);
    cabinet.release(key);
    cabinet.runFor(60);
    expect(row(cabinet, ROW.state)).toBe("written");
  }
});

test("reading goes before the bytes still to be written and stops none of them", () => {
  const cabinet = probe();
  cabinet.tap("B");
  cabinet.press("C");
  // The read in the middle of the erasing comes after the first byte.
  cabinet.runUntil(() => row(cabinet, ROW.state) === "blank", 20);
  cabinet.runUntil(() => row(cabinet, ROW.state) === "written", 50);
  expect([...cabinet.eeprom.slice(SCRATCH, SCRATCH + 5)]).toEqual([255, 255, 255, 255, 255]);
});
