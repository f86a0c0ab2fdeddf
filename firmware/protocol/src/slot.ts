/**
 * A slot record: who holds a locker. 16 bytes, the same in the controller's EEPROM, on the link and in the ledger.
 *
 * | byte | content |
 * |---|---|
 * | 0 | bits 0..4 locker - 1; bit 5 held; bit 6 out of service |
 * | 1 | version, one more at each change of this locker's record |
 * | 2..3 | rental number of this locker, little-endian |
 * | 4..11 | phone as 15 BCD digits; the last nibble counts wrong PINs in a row |
 * | 12..14 | verifier: AES-CMAC of cabinet, locker, rental, phone and PIN, cut to 24 bits |
 * | 15 | CRC-8 of bytes 0..14 |
 */
import { crc8 } from "./checksum.ts";
import { packDigits, unpackDigits } from "./digits.ts";
import { SLOT_FLAG } from "./messages.ts";

export interface Slot {
  locker: number;
  held: boolean;
  outOfService: boolean;
  version: number;
  rental: number;
  /** Canonical digits; "" when the locker is free. */
  phone: string;
  wrongTries: number;
  verifier: Uint8Array;
}

export const SLOT_LENGTH = 16;

/** Reads a record; undefined when its check or its digits are wrong. */
export function decodeSlot(bytes: Uint8Array): Slot | undefined {
  // A copy: `slice` of a Buffer, as a database gives it, would be a view on what must not change.
  const record = Uint8Array.from(bytes);
  if (record.length !== SLOT_LENGTH || crc8(record.subarray(0, 15)) !== record[15]) return undefined;
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const flags = view.getUint8(0);
  const digits = record.slice(4, 12);
  const wrongTries = (digits[7] as number) & 0x0f;
  digits[7] = (digits[7] as number) | 0x0f;
  const phone = unpackDigits(digits);
  if (phone === undefined) return undefined;
  return {
    locker: (flags & 0x1f) + 1,
    held: (flags & SLOT_FLAG.held) !== 0,
    outOfService: (flags & SLOT_FLAG.out_of_service) !== 0,
    version: view.getUint8(1),
    rental: view.getUint16(2, true),
    phone,
    wrongTries,
    verifier: record.slice(12, 15),
  };
}

/** The record of a slot. Throws RangeError when a value does not fit. */
export function encodeSlot(slot: Slot): Uint8Array {
  if (slot.locker < 1 || slot.locker > 32) throw new RangeError(`locker ${slot.locker}`);
  if (slot.wrongTries < 0 || slot.wrongTries > 15) throw new RangeError(`${slot.wrongTries} wrong tries`);
  if (slot.phone.length > 15) throw new RangeError("phone longer than 15 digits");
  const record = new Uint8Array(SLOT_LENGTH);
  const view = new DataView(record.buffer);
  record[0] =
    (slot.locker - 1) | (slot.held ? SLOT_FLAG.held : 0) | (slot.outOfService ? SLOT_FLAG.out_of_service : 0);
  record[1] = slot.version & 0xff;
  view.setUint16(2, slot.rental, true);
  record.set(packDigits(slot.phone, 8), 4);
  record[11] = ((record[11] as number) & 0xf0) | slot.wrongTries;
  record.set(slot.verifier.subarray(0, 3), 12);
  record[15] = crc8(record.subarray(0, 15));
  return record;
}
