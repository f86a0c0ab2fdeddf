/** Phone numbers as the controller understands them. The same rule as PROTOCOL.md, "Phone numbers". */
import { LIMITS } from "@holdfast/protocol";

export interface CountryRule {
  /** 0: no rule, digits stay as they are. */
  readonly countryCode: number;
  /** 0..9; 255: none. */
  readonly trunkPrefix: number;
  /** The digits with a 1 before them as a number, so that leading zeros count; 0: none. */
  readonly internationalPrefix: number;
  readonly nationalDigitsMax: number;
}

/** What people put between digits: spaces, dots, dashes, slashes and brackets. */
const SEPARATORS = /[\s.\-/()\u00a0\u2010-\u2013]/g;

/** Typed digits to canonical digits, exactly as the controller does it. */
export function canonicalDigits(typed: string, rule: CountryRule): string {
  if (rule.countryCode === 0) return typed;
  const international = rule.internationalPrefix === 0 ? "" : String(rule.internationalPrefix).slice(1);
  if (international !== "" && typed.startsWith(international)) return typed.slice(international.length);
  if (rule.trunkPrefix <= 9 && typed.startsWith(String(rule.trunkPrefix)))
    return `${rule.countryCode}${typed.slice(1)}`;
  if (typed.length > rule.nationalDigitsMax) return typed;
  return `${rule.countryCode}${typed}`;
}

/** As typed on the page, with separators and a leading +; undefined when it cannot be a phone number. */
export function canonicalPhone(input: string, rule: CountryRule): string | undefined {
  const bare = input.trim().replace(SEPARATORS, "");
  const plus = bare.startsWith("+");
  const typed = plus ? bare.slice(1) : bare;
  if (!/^[0-9]{4,20}$/.test(typed)) return undefined;
  const digits = plus ? typed : canonicalDigits(typed, rule);
  if (digits.length < LIMITS.PHONE_DIGITS_MIN || digits.length > LIMITS.PHONE_DIGITS_MAX) return undefined;
  return digits;
}

/** The last digits only, for everything that leaves the ledger. */
export function maskPhone(canonical: string): string {
  return `\u2026${canonical.slice(-3)}`;
}
