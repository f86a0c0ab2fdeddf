import { expect, test } from "vitest";
import { probe } from "./probe.ts";

function melody(key: string): string {
  const cabinet = probe();
  const before = cabinet.buzzer.log.length;
  cabinet.tap(key);
  cabinet.runFor(800);
  expect(cabinet.buzzer.hertz).toBe(0);
  return cabinet.buzzer.log.all
    .slice(before)
    .map(({ hertz }) => Math.round(hertz))
    .join(" ");
}

test("click, success, failure and waiting sound different, and each ends by itself", () => {
  expect(["1", "A", "*", "0"].map(melody)).toEqual([
    "2404 0",
    "1319 1761 2639 0",
    "440 0 330 0",
    "880 0 880 0",
  ]);
});
