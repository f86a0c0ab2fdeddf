import { expect, test } from "vitest";
import { silentBoards } from "../../src/cabinet/relay-boards.ts";

test.each([
  [8, 0xff, undefined],
  [8, 0b0001, undefined],
  [8, 0b1110, "the relay board at 0x20 does not answer"],
  [9, 0b0001, "the relay board at 0x21 does not answer"],
  [32, 0b0101, "the relay boards at 0x21, 0x23 do not answer"],
])("of %i lockers with %i: %s", (lockers, ok, text) => {
  expect(silentBoards(lockers, ok)).toBe(text);
});
