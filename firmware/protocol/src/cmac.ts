/** AES-128-CMAC (RFC 4493), made of Node's AES-CBC: the last block of a message whose end is marked by a subkey. */
import { createCipheriv } from "node:crypto";

const BLOCK = 16;
const ZERO = new Uint8Array(BLOCK);
export function cmac(message: Uint8Array, key: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(message.length / BLOCK));
  const padded = new Uint8Array(blocks * BLOCK);
  padded.set(message);
  const whole = message.length === padded.length;
  if (!whole) padded[message.length] = 0x80;
  const once = doubled(lastBlock(ZERO, key));
  const last = padded.subarray(-BLOCK);
  for (const [at, byte] of (whole ? once : doubled(once)).entries()) last[at] = (last[at] ?? 0) ^ byte;
  return lastBlock(padded, key);
}

function lastBlock(message: Uint8Array, key: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-128-cbc", key, ZERO).setAutoPadding(false);
  return Uint8Array.from(cipher.update(message).subarray(-BLOCK));
}

/** In the field of 2^128 elements: what leaves the block comes back as 0x87. */
function doubled(block: Uint8Array): Uint8Array {
  const twice = BigInt(`0x${Buffer.from(block).toString("hex")}`) << 1n;
  const inside = twice >> 128n === 0n ? twice : BigInt.asUintN(128, twice) ^ 0x87n;
  return Buffer.from(inside.toString(16).padStart(2 * BLOCK, "0"), "hex");
}
