/** Phone numbers as a site of some country reads them; for whoever looks for one elsewhere. */
import { isCountry } from "./libphonenumber.ts";
import { phoneBook as bookOf, type PhoneBook } from "./phone-check.ts";

/** Undefined for a country that has no telephone numbers. */
export function phoneBook(country: string): PhoneBook | undefined {
  return isCountry(country) ? bookOf(country) : undefined;
}
