import fc from "fast-check";
import { expect, test } from "vitest";
import { cobsDecode, cobsEncode } from "../src/cobs.ts";

test.each([
  [[], [1]],
  [[0], [1, 1]],
  [
    [0, 0],
    [1, 1, 1],
  ],
  [
    [0x11, 0x22, 0, 0x33],
    [3, 0x11, 0x22, 2, 0x33],
  ],
  [
    [0x11, 0, 0, 0],
    [2, 0x11, 1, 1, 1],
  ],
])("%j is encoded as %j", (data, encoded) => {
  expect([...cobsEncode(Uint8Array.from(data))]).toEqual(encoded);
});

test("any bytes come back, and their encoding has no zero", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 253 }), (data) => {
      const encoded = cobsEncode(data);
      expect(encoded.includes(0)).toBe(false);
      expect(cobsDecode(encoded)).toEqual(data);
    }),
  );
});

test("noise is refused or decoded to something shorter, and never throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      const decoded = cobsDecode(noise);
      expect(decoded === undefined || decoded.length < noise.length).toBe(true);
    }),
  );
});
