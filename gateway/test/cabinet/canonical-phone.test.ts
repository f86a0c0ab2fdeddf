import { getCountries, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { describe, expect, test } from "vitest";
import { canonicalPhone, maskPhone } from "../../src/cabinet/canonical-phone.ts";
import { isCountry } from "../../src/cabinet/countries.ts";
import { countryRule } from "../../src/cabinet/country-rule.ts";

const TYPED = {
  CH: ["079 123 45 67", "791234567", "0041791234567", "41791234567", "+41 79 123 45 67", "0049 30 123456"],
  DE: ["0151 23456789", "030 123456", "+49 30 123456", "0041 79 123 45 67"],
  FR: ["06 12 34 56 78", "612345678", "0033612345678", "33612345678"],
  US: ["(212) 555-1234", "1 212 555 1234", "011 41 79 123 45 67", "+1 212 555 1234"],
  ES: ["612 34 56 78", "0034612345678", "34612345678"],
  IT: ["338 123 4567", "06 6981 2345", "0039 338 123 4567", "393381234567"],
  GB: ["07911 123456", "7911123456", "00447911123456", "447911123456"],
  AT: ["0664 1234567", "6641234567", "0043 664 1234567", "436641234567"],
} as const;

describe.each(Object.entries(TYPED))("the keypad's rule for %s", (country, numbers) => {
  test.each(numbers)("reads %s as libphonenumber does", (typed) => {
    if (!isCountry(country)) throw new Error(`${country} is no country`);
    const rule = countryRule(country);
    const number = parsePhoneNumberFromString(typed, country as keyof typeof TYPED);
    expect(number?.isValid()).toBe(true);
    expect(`+${canonicalPhone(typed, rule)}`).toBe(number?.number);
  });
});

test("without a rule digits stay as they are", () => {
  const none = { countryCode: 0, trunkPrefix: 255, internationalPrefix: 0, nationalDigitsMax: 0 };
  expect(canonicalPhone("0791234567", none)).toBe("0791234567");
});

test.each(["", "+", "12345", "O791234567", "079 123 45 67 ext 3", "+1234567890123456", "١٢٣٤٥٦٧٨"])(
  "%j is no phone number",
  (input) => {
    const none = { countryCode: 0, trunkPrefix: 255, internationalPrefix: 0, nationalDigitsMax: 0 };
    expect(canonicalPhone(input, none)).toBeUndefined();
  },
);

test.each(["XX", "ch", "", "CHE"])("%j is no country", (country) => {
  expect(isCountry(country)).toBe(false);
});

test("every country that libphonenumber knows has a rule that the controller takes", () => {
  for (const country of getCountries()) {
    expect(isCountry(country)).toBe(true);
    const rule = countryRule(country);
    expect(rule.trunkPrefix <= 9 || rule.trunkPrefix === 255).toBe(true);
    expect(rule.countryCode).toBeLessThanOrEqual(9999);
    expect(rule.internationalPrefix).toBeLessThan(65_536);
  }
});

test("the rules are those that PROTOCOL.md names", () => {
  expect(countryRule("CH")).toEqual({
    countryCode: 41,
    trunkPrefix: 0,
    internationalPrefix: 100,
    nationalDigitsMax: 10,
  });
  expect(countryRule("US")).toMatchObject({ trunkPrefix: 1, internationalPrefix: 1011 });
  expect(countryRule("IT")).toMatchObject({ trunkPrefix: 255 });
});

test("a masked number keeps its last three digits", () => {
  expect(maskPhone("41791234567")).toBe("…567");
});
