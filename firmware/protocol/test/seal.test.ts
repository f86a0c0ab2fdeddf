import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS } from "../src/messages.ts";
import { openSealed, seal } from "../src/seal.ts";
import { referenceCcm } from "./support/reference-ccm.ts";

const bytesOf = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });
const anyKey = bytesOf(LIMITS.KEY_LENGTH);
const anyHeader = bytesOf(LIMITS.HEADER_LENGTH);
const anyBody = bytesOf(1, LIMITS.BODY_MAX);

test("a sealed frame is what RFC 3610 says: header in the clear, nonce of header and zeros", () => {
  fc.assert(
    fc.property(anyKey, anyHeader, anyBody, (key, header, body) => {
      const nonce = Uint8Array.of(...header, 0, 0, 0, 0, 0, 0);
      const expected = Uint8Array.of(...header, ...referenceCcm(key, nonce, header, body));
      expect(Uint8Array.from(seal(key, header, body))).toEqual(expected);
    }),
  );
});

test("what was sealed opens with its key, and with no other", () => {
  fc.assert(
    fc.property(anyKey, anyKey, anyHeader, anyBody, (key, other, header, body) => {
      fc.pre(key.some((byte, at) => byte !== other[at]));
      const sealed = seal(key, header, body);
      expect(openSealed(key, sealed, header.length)).toEqual(body);
      expect(openSealed(other, sealed, header.length)).toBeUndefined();
    }),
  );
});

test("a frame without room for a body is no frame", () => {
  const key = new Uint8Array(LIMITS.KEY_LENGTH);
  for (let length = 0; length <= LIMITS.HEADER_LENGTH + LIMITS.TAG_LENGTH; length++)
    expect(openSealed(key, new Uint8Array(length), LIMITS.HEADER_LENGTH), `${length} bytes`).toBeUndefined();
});

test.each([0, LIMITS.BODY_MAX + 1])("a body of %i bytes is not sealed", (length) => {
  expect(() => seal(new Uint8Array(16), new Uint8Array(7), new Uint8Array(length))).toThrow(RangeError);
});
