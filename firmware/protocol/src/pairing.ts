/**
 * A pairing key as a person types it: 32 symbols of the keypad's sixteen keys in eight groups of four, each followed by
 * a check symbol. PROTOCOL.md, "Pairing".
 */

/** The value of a symbol is its place. */
export const KEY_SYMBOLS = "0123456789ABCD*#";
const GROUP = 4;

/** Doubling in GF(16) with x^4 + x + 1: no wrong symbol and no exchanged neighbours go unnoticed. */
function twice(value: number): number {
  return ((value << 1) ^ (value & 8 ? 0x13 : 0)) & 0xf;
}

function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value) => twice(sum ^ value), 0);
}

/** Eight groups of five symbols. */
export function typedKey(key: Uint8Array): string[] {
  const values = Array.from(key).flatMap((byte) => [byte >> 4, byte & 0xf]);
  return Array.from({ length: values.length / GROUP }, (_, index) => {
    const group = values.slice(index * GROUP, (index + 1) * GROUP);
    return [...group, checkOf(group)].map((value) => KEY_SYMBOLS[value]).join("");
  });
}
