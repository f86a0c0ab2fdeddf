import { expect, test } from "vitest";
import { CYCLES_PER_MS } from "../src/index.ts";
import { cabinetWith, finish } from "./support/program.ts";

test("the tone follows from the registers of timer 1", () => {
  const cabinet = cabinetWith("buzzer");
  finish(cabinet);
  const tones = cabinet.buzzer.log.all;
  const [first, second, silence] = tones.slice(-3);
  expect([first, second, silence].map((tone) => tone?.hertz)).toEqual([2000, 1000, 0]);
  expect(((second?.cycle ?? 0) - (first?.cycle ?? 0)) / CYCLES_PER_MS).toBeCloseTo(10, 1);
});
