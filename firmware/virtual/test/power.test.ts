import { expect, test } from "vitest";
import { cabinetWith, finish, result8 } from "./support/program.ts";

test("SRAM comes up with noise that follows from the seed", () => {
  const first = cabinetWith("eeprom", { seed: 3 }).sram.slice();
  expect(cabinetWith("eeprom", { seed: 3 }).sram).toEqual(first);
  expect(cabinetWith("eeprom", { seed: 4 }).sram).not.toEqual(first);
  expect(new Set(first).size).toBeGreaterThan(200);
});

test("a power cut forgets SRAM and expanders and keeps the EEPROM", () => {
  const cabinet = cabinetWith("eeprom");
  finish(cabinet);
  const sram = cabinet.sram.slice();
  cabinet.cutPower();
  expect(cabinet.powered).toBe(false);
  expect(cabinet.led).toBe(false);
  cabinet.runFor(500);
  cabinet.restorePower();
  expect(cabinet.sram).not.toEqual(sram);
  expect(cabinet.eeprom[1]).toBe(0x12);
  finish(cabinet);
  expect(cabinet.lastReset).toBe("powerOn");
});

test("the relay latches outlive a reset of the controller but not a power cut", () => {
  const cabinet = cabinetWith("relays_left_on");
  finish(cabinet);
  cabinet.pressReset();
  expect(cabinet.locks.relayBits).toBe(~1);
  expect(cabinet.locks.supplyOn).toBe(false);
  cabinet.cutPower();
  cabinet.restorePower();
  expect(cabinet.locks.relayBits).toBe(-1);
  expect(result8(cabinet, 0)).toBeTypeOf("number");
});
