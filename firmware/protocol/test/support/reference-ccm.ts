/**
 * AES-128-CCM written down step by step from RFC 3610, section 2, for L = 2, M = 8 and additional data of at most 14
 * bytes. Slow and plain: the independent second opinion on seal.ts.
 */
import { createCipheriv } from "node:crypto";

const BLOCK = 16;
const M = 8;
const L = 2;

function aes(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  return Uint8Array.from(cipher.update(block));
}

/** Flags, nonce and a 16-bit number, most significant byte first. */
function block(flags: number, nonce: Uint8Array, number: number): Uint8Array {
  return Uint8Array.of(flags, ...nonce, number >> 8, number & 0xff);
}

function blocksOf(data: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(data.length / BLOCK) }, (_, index) => {
    const padded = new Uint8Array(BLOCK);
    padded.set(data.subarray(index * BLOCK, (index + 1) * BLOCK));
    return padded;
  });
}

function exclusiveOr(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((byte, index) => byte ^ (right[index] as number));
}

/** Encrypted message and tag; the nonce has 13 bytes. */
export function referenceCcm(
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
  message: Uint8Array,
): Uint8Array {
  const flags = (additional.length > 0 ? 0x40 : 0) | (((M - 2) / 2) << 3) | (L - 1);
  const authenticated = [
    block(flags, nonce, message.length),
    ...(additional.length > 0 ? blocksOf(Uint8Array.of(0, additional.length, ...additional)) : []),
    ...blocksOf(message),
  ];
  const mac = authenticated.reduce((x, b) => aes(key, exclusiveOr(x, b)), new Uint8Array(BLOCK));
  const stream = (counter: number) => aes(key, block(L - 1, nonce, counter));
  const encrypted = Array.from(
    message,
    (byte, at) => byte ^ (stream(1 + Math.floor(at / BLOCK))[at % BLOCK] as number),
  );
  return Uint8Array.of(...encrypted, ...exclusiveOr(mac, stream(0)).subarray(0, M));
}
