/** Any message of the protocol, for fast-check. */
import fc from "fast-check";
import type { Message } from "../../src/codec.ts";
import { type Fields, type FieldType, fieldLength } from "../../src/fields.ts";
import { MESSAGES, type MessageName } from "../../src/messages.ts";

export const messageNames = Object.keys(MESSAGES) as MessageName[];

function anyValue(type: FieldType) {
  if (type === "u8" || type === "u16" || type === "u32")
    return fc.integer({ min: 0, max: 2 ** (fieldLength(type) * 8) - 1 });
  return fc.uint8Array({ minLength: fieldLength(type), maxLength: fieldLength(type) });
}

export function anyMessage(name: MessageName): fc.Arbitrary<Message> {
  const fields: Fields = MESSAGES[name].fields;
  return fc
    .record(Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, anyValue(type)])))
    .map((values) => ({ ...values, name }) as Message);
}
