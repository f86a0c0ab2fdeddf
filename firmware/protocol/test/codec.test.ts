import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBody, encodeBody } from "../src/codec.ts";
import { fieldsLength } from "../src/fields.ts";
import { LIMITS, MESSAGES, type MessageDescription } from "../src/messages.ts";
import { anyMessage, messageNames } from "./support/any-message.ts";

test.each(messageNames)("every %s comes back", (name) => {
  fc.assert(
    fc.property(anyMessage(name), (message) => {
      expect(decodeBody(encodeBody(message))).toEqual({ ok: true, message });
    }),
  );
});

test("any bytes are a message whose encoding they are, or refused, and never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: LIMITS.BODY_MAX + 8 }), (body) => {
      const decoded = decodeBody(body);
      if (decoded.ok) expect(encodeBody(decoded.message)).toEqual(body);
      else expect(decoded.id).toBe(body[0] ?? 0);
    }),
  );
});

test("every message fits a frame, ids are unique, and the controller's have the top bit", () => {
  const descriptions: MessageDescription[] = Object.values(MESSAGES);
  for (const { fields, id, from } of descriptions) {
    expect(1 + fieldsLength(fields)).toBeLessThanOrEqual(LIMITS.BODY_MAX);
    expect(id >= 0x80).toBe(from === "controller");
  }
  expect(new Set(descriptions.map(({ id }) => id)).size).toBe(messageNames.length);
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
  { name: "pair", key: new Uint8Array(15) },
] as const)("a value that does not fit is refused: %j", (message) => {
  expect(() => encodeBody(message)).toThrow(RangeError);
});
