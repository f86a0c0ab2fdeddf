import { expect, test } from "vitest";
import { packDigits, unpackDigits } from "../src/digits.ts";
import { decodeSlot, encodeSlot } from "../src/slot.ts";

const slot = {
  locker: 5,
  held: true,
  outOfService: false,
  version: 3,
  rental: 258,
  phone: "41791234567",
  wrongTries: 2,
  verifier: Uint8Array.of(0xaa, 0xbb, 0xcc),
};

test("a slot comes back from its record", () => {
  expect(decodeSlot(encodeSlot(slot))).toEqual(slot);
});

test("reading a record leaves it as it is, also one from a database", () => {
  const record = Buffer.from(encodeSlot(slot));
  const before = Buffer.from(record);
  expect(decodeSlot(record)).toMatchObject({ wrongTries: 2 });
  expect(record).toEqual(before);
});

test("every single flipped bit of a record is refused", () => {
  const record = encodeSlot(slot);
  for (let bit = 0; bit < record.length * 8; bit++) {
    const damaged = record.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(decodeSlot(damaged), `bit ${bit}`).toBeUndefined();
  }
});

test("digits are packed with the first in the high nibble and filled with F", () => {
  expect([...packDigits("12345", 4)]).toEqual([0x12, 0x34, 0x5f, 0xff]);
  expect(unpackDigits(Uint8Array.of(0x12, 0x34, 0x5f, 0xff))).toBe("12345");
});

test.each([[[0x1a]], [[0xf1]], [[0xff, 0x12]]])("%j are no digits", (bytes) => {
  expect(unpackDigits(Uint8Array.from(bytes))).toBeUndefined();
});

test.each(["123456789", "12a4", "+41"])("%s is not packed into four bytes", (digits) => {
  expect(() => packDigits(digits, 4)).toThrow(RangeError);
});
