import { expect, test } from "vitest";
import { Pcf8574 } from "../src/board/pcf8574.ts";

test("all pins are high at power-on, and again after the next", () => {
  const chip = new Pcf8574(0x20);
  chip.powerOn();
  expect(chip.latch).toBe(0xff);
  chip.write(0xfe, 0);
  expect(chip.latch).toBe(0xfe);
  chip.powerOn();
  expect(chip.latch).toBe(0xff);
});

test("an input is what the latch lets go and the outside does not pull low", () => {
  const chip = new Pcf8574(0x24);
  chip.setInputs(0b1111_0110, 0);
  expect(chip.read(0)).toBe(0b1111_0110);
  chip.write(0b0111_1111, 0);
  expect(chip.read(0)).toBe(0b0111_0110);
});

test("the interrupt is low from a change until it is read, or until it is undone", () => {
  const chip = new Pcf8574(0x24);
  chip.powerOn();
  chip.setInputs(0xfe, 0);
  expect(chip.interrupting).toBe(true);
  chip.setInputs(0xff, 0);
  expect(chip.interrupting).toBe(false);
  chip.setInputs(0xfe, 0);
  chip.read(0);
  expect(chip.interrupting).toBe(false);
});
