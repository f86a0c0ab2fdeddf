import { expect, test } from "vitest";
import type { VirtualCabinet } from "../src/index.ts";
import { cabinetWith, result8 } from "./support/program.ts";

function scan(cabinet: VirtualCabinet): number[] {
  cabinet.runFor(1);
  return [0, 1, 2, 3].map((row) => result8(cabinet, row));
}

function running(options = {}, pullUps = "0x0f"): VirtualCabinet {
  const cabinet = cabinetWith("keypad_scan", options, `-DPULL_UPS=${pullUps}`);
  cabinet.runFor(100);
  return cabinet;
}

test("each key pulls its column low while its row is driven", () => {
  const cabinet = running();
  expect(scan(cabinet)).toEqual([15, 15, 15, 15]);
  cabinet.press("6");
  expect(scan(cabinet)).toEqual([15, 15 & ~4, 15, 15]);
  cabinet.release("6");
  cabinet.press("*");
  expect(scan(cabinet)).toEqual([15, 15, 15, 15 & ~1]);
});

test("three corners of a rectangle make the fourth appear pressed", () => {
  const cabinet = running();
  for (const key of "134") cabinet.press(key);
  expect(scan(cabinet)).toEqual([15 & ~5, 15 & ~5, 15, 15]);
});

test("without pull-ups the columns read low", () => {
  expect(scan(running({}, "0x00"))).toEqual([0, 0, 0, 0]);
});

test("a bouncing key opens and closes for a few ms, the same for the same seed", () => {
  const watch = () => {
    const cabinet = running({ bounce: true, seed: 5 });
    cabinet.press("1");
    return Array.from({ length: 80 }, () => {
      cabinet.runFor(0.1);
      return result8(cabinet, 0);
    });
  };
  const seen = watch();
  const changes = seen.filter((value, index) => index > 0 && value !== seen[index - 1]).length;
  expect(changes).toBeGreaterThan(1);
  expect(seen.at(-1)).toBe(15 & ~1);
  expect(watch()).toEqual(seen);
});
