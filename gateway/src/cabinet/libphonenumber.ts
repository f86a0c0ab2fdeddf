/**
 * libphonenumber-js with its smallest metadata, loaded at the first use: it takes as long to load as half of the
 * gateway, and nobody needs it before the first phone number or the first controller.
 */
import { createRequire } from "node:module";
import mobileExamples from "libphonenumber-js/mobile/examples";

type Library = typeof import("libphonenumber-js/min");

export type { CountryCode, NumberingPlan, PhoneNumber } from "libphonenumber-js/min";

type CountryCode = import("libphonenumber-js/min").CountryCode;

const require = createRequire(import.meta.url);
let library: Library | undefined;

export function libphonenumber(): Library {
  library ??= require("libphonenumber-js/min") as Library;
  return library;
}

/** Every country that the library knows has an example, and the examples are small. */
export function isCountry(country: string): country is CountryCode {
  return Object.hasOwn(mobileExamples, country);
}

/** Digits of a mobile number without country code and trunk prefix. */
export function mobileLength(country: CountryCode): number {
  return mobileExamples[country]?.length ?? 15;
}
