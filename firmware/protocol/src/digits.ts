/**
 * Digits travel as packed BCD, first digit in the high nibble, the rest filled with 0xF:
 * "12345" in four bytes is 12 34 5F FF.
 */

/** Packs up to 2 x length digits; throws RangeError for anything else. */
export function packDigits(digits: string, length: number): Uint8Array {
  if (!/^[0-9]*$/.test(digits) || digits.length > length * 2) {
    throw new RangeError(`not packable as at most ${length * 2} digits`);
  }
  const out = new Uint8Array(length);
  const padded = digits.padEnd(length * 2, "f");
  for (let i = 0; i < length; i++) out[i] = Number.parseInt(padded.slice(i * 2, i * 2 + 2), 16);
  return out;
}

/** Unpacks BCD up to the first filler nibble; undefined when a digit follows a filler or a nibble is 0xA..0xE. */
export function unpackDigits(packed: Uint8Array): string | undefined {
  const hex = Array.from(packed, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return /^([0-9]*)f*$/.exec(hex)?.[1];
}
