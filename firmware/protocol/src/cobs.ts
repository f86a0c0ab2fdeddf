/**
 * Consistent Overhead Byte Stuffing (Cheshire and Baker, IEEE/ACM Transactions on Networking 7(2), 1999): the encoded
 * bytes contain no zero, so a zero delimits frames and a receiver finds the next frame after any noise.
 * Frames of the link are shorter than 254 bytes, which is checked here and keeps the code to one group rule.
 */

const GROUP_MAX = 254;

/** Encodes up to 253 bytes; the delimiter is not included. */
export function cobsEncode(data: Uint8Array): Uint8Array {
  if (data.length >= GROUP_MAX)
    throw new RangeError(`COBS frame of ${data.length} bytes: at most ${GROUP_MAX - 1}`);
  const out = new Uint8Array(data.length + 1);
  let codeAt = 0;
  for (let i = 0; i < data.length; i++) {
    const byte = data[i] as number;
    out[i + 1] = byte;
    if (byte === 0) {
      out[codeAt] = i + 1 - codeAt;
      codeAt = i + 1;
    }
  }
  out[codeAt] = out.length - codeAt;
  return out;
}

/** Decodes the bytes between two delimiters; undefined when they are no COBS. */
export function cobsDecode(encoded: Uint8Array): Uint8Array | undefined {
  if (encoded.length === 0 || encoded.length > GROUP_MAX) return undefined;
  const out = new Uint8Array(encoded.length - 1);
  let codeAt = 0;
  while (codeAt < encoded.length) {
    const code = encoded[codeAt] as number;
    const next = codeAt + code;
    if (code === 0 || next > encoded.length) return undefined;
    for (let i = codeAt + 1; i < next; i++) {
      const byte = encoded[i] as number;
      if (byte === 0) return undefined;
      out[i - 1] = byte;
    }
    codeAt = next;
  }
  return out;
}
