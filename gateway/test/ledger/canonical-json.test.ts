import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, type Json } from "../../src/ledger/canonical-json.ts";

test("the same value gives the same text whatever the order of its keys", () => {
  expect(canonicalJson({ b: [1, { d: true, c: null }], a: "ü", z: undefined })).toBe(
    '{"a":"ü","b":[1,{"c":null,"d":true}]}',
  );
});

test("the text is JSON of the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
