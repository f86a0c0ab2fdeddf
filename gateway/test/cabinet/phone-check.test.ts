import { describe, expect, test } from "vitest";
import { phoneBook } from "../../src/cabinet/phone-check.ts";

function swiss() {
  return phoneBook("CH");
}

describe("a phone number while it is typed", () => {
  test.each([
    ["0", "incomplete"],
    ["079", "incomplete"],
    ["079 123 45", "incomplete"],
    ["+", "incomplete"],
    ["+49", "incomplete"],
    ["079 123 45 67 89 01", "too_long"],
    ["079 abc", "letters"],
    ["000 000 00 00", "not_a_number"],
    ["000 000 00 00 00 00 00", "too_long"],
  ])("%s is not valid: %s", (input, problem) => {
    expect(swiss().check(input)).toEqual({ valid: false, problem });
  });

  test.each([
    ["0791234567", "079 123 45 67"],
    ["+41791234567", "079 123 45 67"],
    ["+4930123456", "+49 30 123456"],
  ])("%s is valid and written %s", (input, formatted) => {
    expect(swiss().check(input)).toEqual({ valid: true, formatted });
  });
});

test("what is valid can be stored under", () => {
  expect(swiss().toStore("079 123 45 67")).toBe("41791234567");
  expect(swiss().toStore("079 123 45")).toBeUndefined();
});

test("a foreign-looking number of this country is read as the keypad reads it", () => {
  expect(phoneBook("DE").toStore("4915123456789")).toBe("4915123456789");
});

test("collecting takes a number that only the keypad accepted", () => {
  expect(swiss().toCollect("123456", undefined)).toBe("41123456");
});

test("collecting finds the holder where keypad and libphonenumber read differently", () => {
  const phones = phoneBook("AR");
  const stored = phones.toStore("011 15-2345-6789");
  expect(stored).toBe("5491123456789");
  expect(phones.toCollect("011 15-2345-6789", stored)).toBe(stored);
});
