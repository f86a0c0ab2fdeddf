import { expect, test } from "vitest";
import { CYCLES_PER_MS } from "../src/index.ts";
import { cabinetWith, finish, result8, result16 } from "./support/program.ts";

/** The program counts in units of 64 cycles. */
const MS = CYCLES_PER_MS / 64;

function prepared(seed = 1) {
  const eeprom = new Uint8Array(1024).fill(0xff);
  eeprom.set([0xa5, 0xa5, 0xf0], 1);
  const cabinet = cabinetWith("eeprom", { eeprom, seed });
  finish(cabinet);
  return cabinet;
}

test("replace takes 3.4 ms, erase and write 1.8 ms each", () => {
  const cabinet = prepared();
  expect(result16(cabinet, 0) / MS).toBeCloseTo(3.4, 1);
  expect(result16(cabinet, 1) / MS).toBeCloseTo(1.8, 1);
  expect(result16(cabinet, 2) / MS).toBeCloseTo(1.8, 1);
});

test("each mode changes the bits it should", () => {
  const cabinet = prepared();
  expect([...cabinet.eeprom.subarray(1, 4)]).toEqual([0x12, 0xff, 0xf0 & 0x3c]);
  expect(result8(cabinet, 9)).toBe(0x30);
  expect([...cabinet.eepromWrites.subarray(0, 6)]).toEqual([0, 1, 1, 1, 0, 1]);
});

test("EE_READY comes once at the end of a write, and EEPE alone writes nothing", () => {
  const cabinet = prepared();
  expect(result8(cabinet, 8)).toBe(1);
  expect(result8(cabinet, 10)).toBe(0);
  expect(cabinet.eeprom[4]).toBe(0xff);
});

test("a power cut leaves a byte old, erased, half-written or done, the same for the same seed", () => {
  const torn = (ms: number, seed: number) => {
    const cabinet = prepared(seed);
    cabinet.runFor(ms);
    cabinet.cutPower();
    return cabinet.eeprom[5];
  };
  expect(torn(0, 1)).toBe(0xff);
  expect(torn(3.5, 1)).toBe(0x55);
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const halves = seeds.map((seed) => torn(2.5, seed));
  expect(halves.every((byte) => ((byte ?? 0) & 0x55) === 0x55)).toBe(true);
  expect(new Set(halves).size).toBeGreaterThan(3);
  expect(seeds.map((seed) => torn(2.5, seed))).toEqual(halves);
});
