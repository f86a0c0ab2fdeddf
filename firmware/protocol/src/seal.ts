/**
 * The seal of a frame: CRC-16 over header and body. This pair of functions (and `seal_frame`/`open_frame` in the
 * controller's seal.c) is the only place that knows how frames are protected.
 */
import { crc16 } from "./checksum.ts";
import { LIMITS } from "./messages.ts";

/** Header, body and seal in one piece. */
export function seal(header: Uint8Array, body: Uint8Array): Uint8Array {
  if (body.length === 0 || body.length > LIMITS.BODY_MAX)
    throw new RangeError(`body of ${body.length} bytes`);
  const out = new Uint8Array(header.length + body.length + LIMITS.SEAL_LENGTH);
  out.set(header);
  out.set(body, header.length);
  new DataView(out.buffer).setUint16(out.length - 2, crc16(out.subarray(0, -2)), true);
  return out;
}

/** The body when the seal is right, else undefined. */
export function openSealed(sealed: Uint8Array, headerLength: number): Uint8Array | undefined {
  const end = sealed.length - LIMITS.SEAL_LENGTH;
  const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (view.getUint16(end, true) !== crc16(sealed.subarray(0, end))) return undefined;
  return sealed.slice(headerLength, end);
}
