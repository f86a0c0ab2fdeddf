/** Checks a phone number while it is typed on the page. */
import {
  AsYouType,
  type CountryCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from "libphonenumber-js/min";
import type { PhoneCheck } from "../contract/schemas.ts";
import { canonicalPhone } from "./canonical-phone.ts";
import { countryRule } from "./country-rule.ts";

export interface PhoneBook {
  check(input: string): PhoneCheck;
  /** The number to store under, as digits of E.164; undefined when it is not valid. */
  toStore(input: string): string | undefined;
  /** The number as the keypad would read it, or as the holder of the locker has it when that is the same number. */
  toCollect(input: string, holder: string | undefined): string | undefined;
}

function problemOf(input: string, country: CountryCode): PhoneCheck["problem"] {
  if (/[^0-9+\s.\-/()\u00a0\u2010-\u2013]/.test(input)) return "letters";
  switch (validatePhoneNumberLength(input, country)) {
    case "TOO_SHORT":
      return "incomplete";
    case "TOO_LONG":
      return "too_long";
    case "NOT_A_NUMBER":
      return /^[\s+]*[0-9]?[\s]*$/.test(input) ? "incomplete" : "not_a_number";
    default: {
      const typed = new AsYouType(country);
      typed.input(input);
      return typed.isPossible() ? "not_a_number" : "incomplete";
    }
  }
}

export function phoneBook(country: CountryCode): PhoneBook {
  /** As the keypad reads it where that is a number, so that both ways lead to the same locker. */
  const read = (input: string): PhoneNumber | undefined => {
    const canonical = canonicalPhone(input, countryRule(country));
    if (canonical === undefined) return undefined;
    const asKeypad = parsePhoneNumberFromString(`+${canonical}`);
    const number = asKeypad?.isValid() ? asKeypad : parsePhoneNumberFromString(input, country);
    return number?.isValid() ? number : undefined;
  };
  const digits = (number: PhoneNumber | undefined) => number?.number.slice(1);

  return {
    check(input) {
      const number = read(input);
      if (number) {
        const national = number.country === country;
        return { valid: true, formatted: national ? number.formatNational() : number.formatInternational() };
      }
      const problem = problemOf(input, country);
      return { valid: false, ...(problem === undefined ? {} : { problem }) };
    },
    toStore: (input) => digits(read(input)),
    toCollect(input, holder) {
      const stored = digits(read(input));
      return stored !== undefined && stored === holder ? stored : canonicalPhone(input, countryRule(country));
    },
  };
}
