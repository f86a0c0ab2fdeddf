/** The configuration that a controller gets, and the digest by which it says which one it has. */
import { crc16, encodeBody, type MessageOf } from "@holdfast/protocol";
import type { GatewayConfiguration } from "../configuration/schema.ts";
import type { CountryRule } from "./canonical-phone.ts";

export type ControllerConfiguration = Omit<MessageOf<"set_config">, "id" | "deadline">;

export function controllerConfiguration(
  rules: GatewayConfiguration["rules"],
  lockers: number,
  country: CountryRule,
): ControllerConfiguration {
  return {
    name: "set_config",
    lockers,
    lockers_per_phone: rules.lockers_per_phone,
    pin_digits: rules.pin_digits,
    idle_s: rules.idle_seconds,
    tries_first: rules.wrong_pins_first,
    wait_first_s: rules.wait_first,
    tries_next: rules.wrong_pins_next,
    wait_next_s: rules.wait_next,
    tries_max: rules.wrong_pins_max,
    keypad_tries: rules.keypad_wrong_pins_a_day,
    keypad_wait_s: rules.keypad_wait,
    country_code: country.countryCode,
    trunk_prefix: country.trunkPrefix,
    international_prefix: country.internationalPrefix,
    national_digits_max: country.nationalDigitsMax,
  };
}

/** Message id, command id and deadline come first in the body and are not part of the digest. */
const BEFORE_FIELDS = 1 + 4 + 4;

export function configurationDigest(configuration: ControllerConfiguration): number {
  return crc16(encodeBody({ ...configuration, id: 0, deadline: 0 }).subarray(BEFORE_FIELDS));
}
