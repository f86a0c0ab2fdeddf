/** Derives the controller's country rule from the metadata of libphonenumber. */
import { type CountryCode, getCountryCallingCode, Metadata, type NumberingPlan } from "libphonenumber-js/min";
import type { CountryRule } from "./canonical-phone.ts";
import { mobileLength } from "./countries.ts";

/** The metadata has it, the published types do not; 0 or undefined where a country has none. */
interface PlanWithTrunk extends NumberingPlan {
  nationalPrefix(): string | 0 | undefined;
}

/** Digits with a 1 before them; where the metadata has a pattern, the digits that it starts with. */
function encodeInternationalPrefix(pattern: string | undefined): number {
  const digits = /^[0-9]{1,4}/.exec(pattern ?? "")?.[0];
  return digits === undefined ? 0 : Number(`1${digits}`);
}

export function countryRule(country: CountryCode): CountryRule {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan = metadata.numberingPlan as PlanWithTrunk | undefined;
  if (plan === undefined) throw new RangeError(`no numbering plan of ${country}`);
  const callingCode = getCountryCallingCode(country);
  const trunk = plan.nationalPrefix();
  // A mobile number typed with its country code but without prefix must be longer than any national number.
  const international = callingCode.length + mobileLength(country);
  return {
    countryCode: Number(callingCode),
    trunkPrefix: typeof trunk === "string" && /^[0-9]$/.test(trunk) ? Number(trunk) : 255,
    internationalPrefix: encodeInternationalPrefix(plan.IDDPrefix()),
    nationalDigitsMax: Math.min(Math.max(...plan.possibleLengths()), international - 1),
  };
}
