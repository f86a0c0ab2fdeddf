import { expect, test } from "vitest";
import { crc8, crc16, crc32 } from "../src/checksum.ts";

const check = new TextEncoder().encode("123456789");

test("the checksums give the check values of their catalogue", () => {
  expect(crc16(check)).toBe(0x29b1);
  expect(crc8(check)).toBe(0xf4);
  expect(crc32(check)).toBe(0xcbf43926);
});

test("a CRC-32 may be taken in pieces", () => {
  expect(crc32(check.subarray(4), crc32(check.subarray(0, 4)))).toBe(0xcbf43926);
});
