import fc from "fast-check";
import { expect, test } from "vitest";
import { KEY_SYMBOLS, typedKey } from "../src/pairing.ts";
import { pairingKey, stated } from "./support/protocol-text.ts";

/** GF(16) modulo x^4 + x + 1. */
function multiply(left: number, by: number): number {
  let product = 0;
  for (let bit = 3; bit >= 0; bit--) {
    product = product & 8 ? ((product << 1) ^ 0x13) & 15 : product << 1;
    if (by & (1 << bit)) product ^= left;
  }
  return product;
}

/** The formula of PROTOCOL.md, multiplied out: there 2 to the power of four is 3. */
const WEIGHTS = [3, 8, 4, 2, 1].map((by) => Array.from({ length: 16 }, (_, value) => multiply(value, by)));

/** Whether five values are four and their check symbol. */
function right(values: readonly number[]): boolean {
  return WEIGHTS.reduce((sum, weight, at) => sum ^ (weight[values[at] as number] as number), 0) === 0;
}

function valuesOf(group: string): number[] {
  return Array.from(group, (symbol) => KEY_SYMBOLS.indexOf(symbol));
}

/** Every group of four values with its check symbol. */
function* allGroups(): Generator<number[]> {
  const key = new Uint8Array(16);
  const view = new DataView(key.buffer);
  for (let value = 0; value < 0x10000; value += 8) {
    for (let i = 0; i < 8; i++) view.setUint16(i * 2, value + i);
    yield* typedKey(key).map(valuesOf);
  }
}

test("the key of PROTOCOL.md is typed as it says", () => {
  expect(typedKey(pairingKey).join(" ")).toBe(stated(/Typed: `([^`]+)`/));
});

test("every key is eight groups of five, and their first four give its bytes back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (key) => {
      const groups = typedKey(key);
      expect(groups.map((group) => group.length)).toEqual(Array(8).fill(5));
      const hex = groups.flatMap((group) =>
        valuesOf(group)
          .slice(0, 4)
          .map((value) => value.toString(16)),
      );
      expect(hex.join("")).toBe(Buffer.from(key).toString("hex"));
    }),
  );
});

test("in every group there is, every wrong symbol and every exchange of neighbours is noticed", () => {
  let groups = 0;
  let wrong = 0;
  let unnoticed = 0;
  for (const group of allGroups()) {
    groups++;
    wrong += right(group) ? 0 : 1;
    for (let at = 0; at < group.length; at++) {
      const typed = [...group];
      for (let other = 0; other < 16; other++) {
        typed[at] = other;
        if (other !== group[at] && right(typed)) unnoticed++;
      }
      const next = group[at + 1];
      if (next === undefined || next === group[at]) continue;
      typed[at] = next;
      typed[at + 1] = group[at] as number;
      if (right(typed)) unnoticed++;
    }
  }
  expect({ groups, wrong, unnoticed }).toEqual({ groups: 65_536, wrong: 0, unnoticed: 0 });
});
