import { expect, test } from "vitest";
import { makeRecoveryKey, readRecoveryText, sealer, showRecoveryText } from "../../src/sync/recovery.ts";

const PHONE = "41791234567";
const WRONG = expect.objectContaining({ code: "recovery_key_wrong" });
const key = new Uint8Array(32).fill(7);

test("what was sealed comes back with the same key", () => {
  const { openPhone, openSlot, openSettings, ...seal } = sealer(key);
  const record = new Uint8Array(16).fill(9);
  expect(openPhone(5, seal.sealPhone(5, PHONE))).toBe(PHONE);
  expect(openSlot("main", 3, seal.sealSlot("main", 3, record))).toEqual(record);
  expect(openSettings(seal.sealSettings("name = 'Bäder'"))).toBe("name = 'Bäder'");
});

test("sealed is 12 bytes of nonce, the text and 16 bytes of tag, and never twice the same", () => {
  const { sealPhone } = sealer(key);
  expect(sealPhone(5, PHONE)).toMatch(/^[0-9a-f]+$/);
  expect(sealPhone(5, PHONE)).toHaveLength(2 * (12 + PHONE.length + 16));
  expect(sealPhone(5, PHONE)).not.toBe(sealPhone(5, PHONE));
});

test.each([
  ["with another key", () => sealer(makeRecoveryKey()).openPhone(5, sealer(key).sealPhone(5, PHONE))],
  ["in the row of another rental", () => sealer(key).openPhone(6, sealer(key).sealPhone(5, PHONE))],
  [
    "as a slot of another cabinet",
    () => sealer(key).openSlot("yard", 3, sealer(key).sealSlot("main", 3, new Uint8Array(16))),
  ],
  ["as something else", () => sealer(key).openSettings(sealer(key).sealPhone(5, PHONE))],
  ["when it is cut", () => sealer(key).openPhone(5, sealer(key).sealPhone(5, PHONE).slice(0, -2))],
  ["when it is empty", () => sealer(key).openPhone(5, "")],
  ["when it is no hex", () => sealer(key).openPhone(5, "zz".repeat(40))],
])("it does not open %s", (_what, open) => {
  expect(open).toThrowError(WRONG);
});

test("each bit of it is looked at", () => {
  const { sealPhone, openPhone } = sealer(key);
  const bytes = Buffer.from(sealPhone(5, PHONE), "hex");
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => openPhone(5, changed.toString("hex"))).toThrowError(WRONG);
  }
});

test("the index is the same for the same number under one key, and says nothing under another", () => {
  const other = sealer(makeRecoveryKey());
  expect(sealer(key).indexPhone(PHONE)).toMatch(/^[0-9a-f]{64}$/);
  expect(sealer(key).indexPhone(PHONE)).toBe(sealer(key).indexPhone(PHONE));
  expect(sealer(key).indexPhone(PHONE)).not.toBe(sealer(key).indexPhone("41791234568"));
  expect(sealer(key).indexPhone(PHONE)).not.toBe(other.indexPhone(PHONE));
  expect(sealer(key).fingerprint).not.toBe(other.fingerprint);
});

// Made with Python's `cryptography`: what is in central must open with any release.
const SEALED = "000102030405060708090a0bb1740dbe99141f383fc01cb029d0c95d3d557a88c23f705e02cdd0";
const WRITTEN = "0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0W3G-R";

test("keys and forms stay what they are", () => {
  const { fingerprint, indexPhone, openPhone } = sealer(readRecoveryText(WRITTEN));
  expect(fingerprint).toBe("819813926c401539");
  expect(indexPhone(PHONE)).toBe("5561ca92b409cfe2e314492d2a3592f3864e3595f2adb2f1cd9fbfddac3cbfe7");
  expect(openPhone(5, SEALED)).toBe(PHONE);
  expect(showRecoveryText(key).join("-")).toBe(WRITTEN);
});
