import { pairedEeprom } from "@holdfast/controller";

/** The EEPROM of a controller that was paired and never used. */
export function paired(): Uint8Array {
  return pairedEeprom({
    controllerId: Uint8Array.of(0xc0, 0xff, 0xee, 1),
    pinKey: new Uint8Array(16).fill(0x50),
    pairingKey: new Uint8Array(16).fill(0x4b),
  });
}
