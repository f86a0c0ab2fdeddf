import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBody, encodeBody, type Message } from "../src/codec.ts";
import { type Fields, type FieldType, fieldLength, fieldsLength } from "../src/fields.ts";
import { LIMITS, MESSAGES, type MessageDescription, type MessageName } from "../src/messages.ts";

const names = Object.keys(MESSAGES) as MessageName[];

function anyValue(type: FieldType) {
  if (type === "u8" || type === "u16" || type === "u32")
    return fc.integer({ min: 0, max: 2 ** (fieldLength(type) * 8) - 1 });
  return fc.uint8Array({ minLength: fieldLength(type), maxLength: fieldLength(type) });
}

function anyMessage(name: MessageName): fc.Arbitrary<Message> {
  const fields: Fields = MESSAGES[name].fields;
  return fc
    .record(Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, anyValue(type)])))
    .map((values) => ({ ...values, name }) as Message);
}

test.each(names)("every %s comes back", (name) => {
  fc.assert(
    fc.property(anyMessage(name), (message) => {
      expect(decodeBody(encodeBody(message))).toEqual({ ok: true, message });
    }),
  );
});

test("every message fits a frame, ids are unique, and the controller's have the top bit", () => {
  const descriptions: MessageDescription[] = Object.values(MESSAGES);
  for (const { fields, id, from } of descriptions) {
    expect(1 + fieldsLength(fields)).toBeLessThanOrEqual(LIMITS.BODY_MAX);
    expect(id >= 0x80).toBe(from === "controller");
  }
  expect(new Set(descriptions.map(({ id }) => id)).size).toBe(names.length);
});

test("an unknown id is named", () => {
  expect(decodeBody(Uint8Array.of(0x7f, 1, 2))).toEqual({ ok: false, reason: "unknown_message", id: 0x7f });
});

test("a body that is too short or too long is refused", () => {
  const body = encodeBody({ name: "acknowledge", sequence: 9 });
  for (const wrong of [body.slice(0, -1), Uint8Array.from([...body, 0])]) {
    expect(decodeBody(wrong)).toEqual({ ok: false, reason: "wrong_length", id: 3 });
  }
});

test.each([
  { name: "acknowledge", sequence: -1 },
  { name: "acknowledge", sequence: 2 ** 32 },
  { name: "acknowledge", sequence: 1.5 },
  { name: "query_slot", locker: 256 },
] as const)("a value that does not fit is refused: %j", (message) => {
  expect(() => encodeBody(message)).toThrow(RangeError);
});
