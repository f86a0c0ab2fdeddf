/** Phone numbers as a site of some country reads them; for whoever looks for one elsewhere. */
import { type CountryRule, canonicalPhone } from "./canonical-phone.ts";
import { isCountry } from "./countries.ts";
import { phoneBook as bookOf, type PhoneBook } from "./phone-check.ts";

const NO_COUNTRY: CountryRule = {
  countryCode: 0,
  trunkPrefix: 255,
  internationalPrefix: 0,
  nationalDigitsMax: 0,
};

/** The digits to store under of a number that was typed with + and its country; undefined for another one. */
export function internationalDigits(typed: string): string | undefined {
  return typed.trim().startsWith("+") ? canonicalPhone(typed, NO_COUNTRY) : undefined;
}

/** Undefined for a country that has no telephone numbers. */
export function phoneBook(country: string): PhoneBook | undefined {
  return isCountry(country) ? bookOf(country) : undefined;
}
