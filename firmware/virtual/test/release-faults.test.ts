import { expect, test } from "vitest";
import { readReleaseHex, VirtualCabinet } from "../src/index.ts";
import { paired } from "./support/paired.ts";

function started(): VirtualCabinet {
  const cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: paired(), seed: 3 });
  cabinet.runUntil(() => cabinet.oled.text().some((row) => row.includes("free")), 3000);
  return cabinet;
}

test("a chip that holds SDA is clocked free by the firmware, and the bus works again", () => {
  const cabinet = started();
  cabinet.faults.sdaStuck(true, 5);
  cabinet.runFor(10);
  cabinet.tap("A");
  cabinet.runUntil(() => cabinet.oled.text().some((row) => row.includes("phone")), 500);
  expect(cabinet.resets).toBe(1);
});

test("a bus that stays stuck does not stop the controller", () => {
  const cabinet = started();
  cabinet.faults.sdaStuck(true);
  cabinet.runFor(3000);
  expect(cabinet.resets).toBe(1);
  expect(cabinet.relayLog).toEqual([]);
});

test("a dead relay expander opens nothing and is no hang", () => {
  const cabinet = started();
  cabinet.faults.expanderNack(0x20, true);
  cabinet.type("A0791234567##4711#4711#");
  cabinet.runFor(2000);
  expect(cabinet.relayLog).toEqual([]);
  expect(cabinet.doors.every(({ open }) => !open)).toBe(true);
  expect(cabinet.resets).toBe(1);
});

test("a display that does not answer leaves the keypad working", () => {
  const cabinet = started();
  cabinet.faults.oledNack(true);
  cabinet.type("A0791234567##4711#4711#");
  cabinet.runUntil(() => cabinet.doors[0]?.open === true, 2000);
});
