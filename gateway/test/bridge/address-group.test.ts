/** One host with a network of its own is one caller. */
import { expect, test } from "vitest";
import { addressGroup } from "../../src/link/address-group.ts";

test("an IPv4 address is a caller, however it is written", () => {
  expect(addressGroup("192.0.2.7")).toBe("192.0.2.7");
  expect(addressGroup("::ffff:192.0.2.7")).toBe("192.0.2.7");
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1"],
  ["2001:db8::1:2:3:4", "2001:db8::5:6:7:8"],
  ["2001:db8::1", "2001:db8::ffff:1"],
])("%s and %s are one", (a, b) => {
  expect(addressGroup(a)).toBe(addressGroup(b));
});

test.each([
  ["2001:db8:1:2::1", "2001:db8:1:3::1"],
  ["2001:db8::1", "2001:db8:0:1::1"],
  ["fe80::1", "fe80::2"],
  ["::1", "2001:db8::1"],
])("%s and %s are two", (a, b) => {
  expect(addressGroup(a)).not.toBe(addressGroup(b));
});
