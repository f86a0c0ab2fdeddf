import { expect, test } from "vitest";
import { readReleaseHex, VirtualCabinet, VirtualError } from "../src/index.ts";

test("when a condition does not come about, the error shows the screen", () => {
  const cabinet = new VirtualCabinet({ hex: readReleaseHex() });
  cabinet.runFor(2000);
  const [first = ""] = cabinet.oled.text();
  const fail = () => cabinet.runUntil(() => false, 10);
  expect(fail).toThrow(VirtualError);
  expect(fail).toThrow(first.trim());
});

test("keys, lockers and EEPROMs that do not exist are refused", () => {
  const hex = readReleaseHex();
  const code = (make: () => unknown) => {
    try {
      make();
      return undefined;
    } catch (error) {
      return error instanceof VirtualError ? error.code : error;
    }
  };
  expect(code(() => new VirtualCabinet({ hex, lockers: 33 }))).toBe("BAD_OPTION");
  expect(code(() => new VirtualCabinet({ hex, eeprom: new Uint8Array(12) }))).toBe("BAD_EEPROM");
  expect(code(() => new VirtualCabinet({ hex }).press("E"))).toBe("BAD_OPTION");
  expect(code(() => new VirtualCabinet({ hex: ":00000001FE" }))).toBe("BAD_HEX");
  expect(code(() => new VirtualCabinet({ hex: ":0400000001020304F2" }))).toBe("BAD_HEX");
});
