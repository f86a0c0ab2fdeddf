/** No damage makes a frame another frame. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePlainFrame, encodeSealedFrame, parseFrame } from "../src/frame.ts";
import { LIMITS } from "../src/messages.ts";

const bytesOf = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });
const anyKey = bytesOf(LIMITS.KEY_LENGTH);
const anyBody = bytesOf(1, LIMITS.BODY_MAX);

/** The places of the bits after whose flip a frame is accepted. */
function accepted(wire: Uint8Array, key: Uint8Array): number[] {
  const encoded = wire.slice(1, -1);
  return Array.from({ length: encoded.length * 8 }, (_, bit) => bit).filter((bit) => {
    const damaged = encoded.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    return parseFrame(damaged, () => key).ok;
  });
}

test("every single flipped bit of a sealed frame is refused", () => {
  fc.assert(
    fc.property(anyKey, anyBody, fc.integer({ min: 1, max: 0xffff }), (key, body, session) => {
      expect(accepted(encodeSealedFrame(key, { session, counter: session, body }), key)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test("every single flipped bit of a plain frame is refused", () => {
  fc.assert(
    fc.property(anyKey, anyBody, (key, body) => {
      expect(accepted(encodePlainFrame(body), key)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test("a sealed frame that is cut short at either end is refused", () => {
  const key = new Uint8Array(LIMITS.KEY_LENGTH);
  const encoded = encodeSealedFrame(key, { session: 1, counter: 1, body: new Uint8Array(20).fill(9) }).slice(
    1,
    -1,
  );
  for (let at = 0; at < encoded.length; at++) {
    expect(parseFrame(encoded.slice(0, at), () => key).ok, `the first ${at} bytes`).toBe(false);
    expect(parseFrame(encoded.slice(at + 1), () => key).ok, `without the first ${at + 1}`).toBe(false);
  }
});
