/** Typed encoding and decoding of message bodies: the message id, then the fields of messages.ts in order. */
import { type Body, type FieldType, fieldLength, fieldsLength } from "./fields.ts";
import { MESSAGES, type MessageDescription, type MessageName } from "./messages.ts";

export type Message = { [N in MessageName]: { name: N } & Body<(typeof MESSAGES)[N]["fields"]> }[MessageName];
export type MessageOf<N extends MessageName> = Extract<Message, { name: N }>;

export type Decoded =
  | { ok: true; message: Message }
  | { ok: false; reason: "unknown_message" | "wrong_length"; id: number };

const names = Object.keys(MESSAGES) as MessageName[];
const byId = new Map<number, MessageName>(names.map((name) => [MESSAGES[name].id, name]));

function fieldsOf(name: MessageName): [string, FieldType][] {
  return Object.entries((MESSAGES[name] as MessageDescription).fields);
}

/** Body bytes of a message. Throws RangeError when a value does not fit its field. */
export function encodeBody(message: Message): Uint8Array {
  const values = message as Readonly<Record<string, unknown>>;
  const out = new Uint8Array(1 + fieldsLength(MESSAGES[message.name].fields));
  const view = new DataView(out.buffer);
  out[0] = MESSAGES[message.name].id;
  let at = 1;
  for (const [field, type] of fieldsOf(message.name)) {
    const length = fieldLength(type);
    const value = values[field];
    if (type === "u8" || type === "u16" || type === "u32") {
      if (!Number.isInteger(value) || (value as number) < 0 || (value as number) >= 2 ** (length * 8)) {
        throw new RangeError(`${message.name}.${field} is no ${type}`);
      }
      if (length === 1) view.setUint8(at, value as number);
      else if (length === 2) view.setUint16(at, value as number, true);
      else view.setUint32(at, value as number, true);
    } else {
      if (!(value instanceof Uint8Array) || value.length !== length) {
        throw new RangeError(`${message.name}.${field} is not ${length} bytes`);
      }
      out.set(value, at);
    }
    at += length;
  }
  return out;
}

/** Decodes a body; the length must be exactly that of the message. */
export function decodeBody(body: Uint8Array): Decoded {
  const id = body[0] ?? 0;
  const name = byId.get(id);
  if (name === undefined) return { ok: false, reason: "unknown_message", id };
  if (body.length !== 1 + fieldsLength(MESSAGES[name].fields))
    return { ok: false, reason: "wrong_length", id };
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const values: Record<string, unknown> = { name };
  let at = 1;
  for (const [field, type] of fieldsOf(name)) {
    const length = fieldLength(type);
    if (type === "u8") values[field] = view.getUint8(at);
    else if (type === "u16") values[field] = view.getUint16(at, true);
    else if (type === "u32") values[field] = view.getUint32(at, true);
    else values[field] = body.slice(at, at + length);
    at += length;
  }
  return { ok: true, message: values as Message };
}
