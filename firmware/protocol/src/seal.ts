/**
 * How a frame is protected: plain frames by a CRC-16, which finds noise; all others by AES-128-CCM (RFC 3610, L = 2,
 * M = 8), which keeps their body secret and lets nobody change, repeat or invent one. The other side is seal.c.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { crc16 } from "./checksum.ts";
import { LIMITS } from "./messages.ts";

const CIPHER = "aes-128-ccm";
const OPTIONS = { authTagLength: LIMITS.TAG_LENGTH } as const;
const NONCE_LENGTH = 13;

/** The header, which no two frames under one key share, and six zeros. */
function nonceOf(header: Uint8Array): Uint8Array {
  const nonce = new Uint8Array(NONCE_LENGTH);
  nonce.set(header);
  return nonce;
}

/** Header, encrypted body and tag in one piece. `key` is that of the direction. */
export function seal(key: Uint8Array, header: Uint8Array, body: Uint8Array): Uint8Array {
  checkBody(body);
  const cipher = createCipheriv(CIPHER, key, nonceOf(header), OPTIONS);
  cipher.setAAD(header, { plaintextLength: body.length });
  const encrypted = cipher.update(body);
  cipher.final();
  return Buffer.concat([header, encrypted, cipher.getAuthTag()]);
}

/** The body when the tag is right, else undefined. */
export function openSealed(
  key: Uint8Array,
  sealed: Uint8Array,
  headerLength: number,
): Uint8Array | undefined {
  const end = sealed.length - LIMITS.TAG_LENGTH;
  if (end <= headerLength) return undefined;
  const header = sealed.subarray(0, headerLength);
  const decipher = createDecipheriv(CIPHER, key, nonceOf(header), OPTIONS);
  decipher.setAuthTag(sealed.subarray(end));
  decipher.setAAD(header, { plaintextLength: end - headerLength });
  const body = decipher.update(sealed.subarray(headerLength, end));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return new Uint8Array(body);
}

/** Header, body and CRC-16 in one piece. */
export function addCheck(header: Uint8Array, body: Uint8Array): Uint8Array {
  checkBody(body);
  const out = new Uint8Array(header.length + body.length + LIMITS.CHECK_LENGTH);
  out.set(header);
  out.set(body, header.length);
  new DataView(out.buffer).setUint16(out.length - 2, crc16(out.subarray(0, -2)), true);
  return out;
}

/** The body when the CRC is right, else undefined. */
export function takeChecked(checked: Uint8Array, headerLength: number): Uint8Array | undefined {
  const end = checked.length - LIMITS.CHECK_LENGTH;
  if (end <= headerLength) return undefined;
  const view = new DataView(checked.buffer, checked.byteOffset, checked.byteLength);
  if (view.getUint16(end, true) !== crc16(checked.subarray(0, end))) return undefined;
  return checked.slice(headerLength, end);
}

function checkBody(body: Uint8Array): void {
  if (body.length === 0 || body.length > LIMITS.BODY_MAX)
    throw new RangeError(`body of ${body.length} bytes`);
}
