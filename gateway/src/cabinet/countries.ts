/** What countries there are; the rules of their numbers are libphonenumber's, with its smallest metadata. */
import type { CountryCode } from "libphonenumber-js/min";
import mobileExamples from "libphonenumber-js/mobile/examples";

/** Every country that the library knows has an example, and the examples are small. */
export function isCountry(country: string): country is CountryCode {
  return Object.hasOwn(mobileExamples, country);
}

/** Digits of a mobile number without country code and trunk prefix. */
export function mobileLength(country: CountryCode): number {
  return mobileExamples[country]?.length ?? 15;
}
