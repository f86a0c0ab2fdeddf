/** The EEPROM of a controller that was paired and never used: for cabinets that exist in software only. */
import { crc16 } from "@holdfast/protocol";

const SIZE = 1024;
/** core/eeprom_map.h */
const MAP = { identity: 6, pairing: 94 } as const;
const TWIN_LENGTH = 20;
const TWIN_STRIDE = TWIN_LENGTH + 2;

export interface Pairing {
  /** 4 bytes. */
  readonly controllerId: Uint8Array;
  /** 16 bytes each. */
  readonly pinKey: Uint8Array;
  readonly pairingKey: Uint8Array;
}

/** 1024 bytes. */
export function pairedEeprom({ controllerId, pinKey, pairingKey }: Pairing): Uint8Array {
  const image = new Uint8Array(SIZE).fill(0xff);
  putTwin(image, MAP.identity, Uint8Array.of(...controllerId, ...pinKey));
  putTwin(image, MAP.pairing, Uint8Array.of(...pairingKey, 0, 0, 0, 0));
  return image;
}

/** Two copies with a CRC-16 each, which is never FFFF (core/twin.c). */
function putTwin(image: Uint8Array, base: number, data: Uint8Array): void {
  if (data.length !== TWIN_LENGTH) throw new RangeError(`a record of ${data.length} bytes`);
  const check = Math.min(crc16(data), 0xfffe);
  for (const at of [base, base + TWIN_STRIDE]) {
    image.set(data, at);
    new DataView(image.buffer).setUint16(at + TWIN_LENGTH, check, true);
  }
}
