/** The keys of a cabinet that exists on this bench only. */
import { randomBytes } from "node:crypto";
import { pairedEeprom } from "@holdfast/controller";

export const demoKeys = {
  controllerId: new Uint8Array(randomBytes(4)),
  pinKey: new Uint8Array(randomBytes(16)),
  pairingKey: new Uint8Array(randomBytes(16)),
};

export function demoEeprom(): Uint8Array {
  return pairedEeprom(demoKeys);
}
