import { expect, test } from "vitest";
import { CYCLES_PER_MS, type VirtualCabinet } from "../src/index.ts";
import { cabinetWith, result8 } from "./support/program.ts";

const POWER_ON = 0x01;
const WATCHDOG = 0x08;
const WDE = 0x08;

function boot(cabinet: VirtualCabinet, number: number) {
  const at = (offset: number) => result8(cabinet, 16 + 4 * number + offset);
  return { cause: at(0), magic: at(1), wdtcsr: at(2), ddrb: at(3) };
}

test("a watchdog reset clears the registers, keeps SRAM, and is told in MCUSR", () => {
  const cabinet = cabinetWith("watchdog");
  cabinet.runFor(1000);
  expect(boot(cabinet, 0)).toEqual({ cause: POWER_ON, magic: 0x5a, wdtcsr: 0, ddrb: 0 });
  expect(boot(cabinet, 1)).toEqual({ cause: WATCHDOG, magic: 0x5a, wdtcsr: WDE, ddrb: 0 });
  expect(boot(cabinet, 2).cause).toBe(WATCHDOG);
  expect(cabinet.resets).toBe(3);
  expect(cabinet.lastReset).toBe("watchdog");
});

test("the outputs are off from the reset on", () => {
  const cabinet = cabinetWith("watchdog");
  cabinet.runFor(1000);
  const supply = cabinet.lineLog.filter(({ line }) => line === "supply");
  expect(supply.map(({ value }) => value)).toEqual([1, 0, 1, 0, 1]);
  const [on = 0, off = 0] = supply.map(({ cycle }) => cycle);
  // 2048 cycles of the 128 kHz oscillator
  expect((off - on) / CYCLES_PER_MS).toBeCloseTo(16, 1);
});

test("a program that leaves WDRF set cannot switch the watchdog off", () => {
  const cabinet = cabinetWith("watchdog", {}, "-DKEEP_WDRF");
  cabinet.runFor(1000);
  expect(cabinet.resets).toBeGreaterThan(5);
});
