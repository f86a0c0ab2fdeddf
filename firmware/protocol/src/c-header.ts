/** The C side of messages.ts: packed structs, ids and enumerations for the controller. */
import { type Fields, type FieldType, fieldsLength } from "./fields.ts";
import {
  EVENT_KIND,
  FRAME_FORMAT,
  LIMITS,
  MESSAGES,
  type MessageDescription,
  OUTCOME,
  PROTOCOL_VERSION,
  REFUSAL,
  SLOT_FLAG,
  SWITCH,
} from "./messages.ts";

function cField(name: string, type: FieldType): string {
  if (type === "u8" || type === "u16" || type === "u32") return `${type.replace("u", "uint")}_t ${name};`;
  return `uint8_t ${name}[${type.slice("bytes".length)}];`;
}

/** Constants are macros: the C core uses them in the preprocessor and in array lengths. */
function constants(prefix: string, values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values).map(([name, value]) => `#define ${prefix}${name.toUpperCase()} ${value}`);
}

function messageStruct(name: string, message: MessageDescription): string[] {
  const fields: Fields = message.fields;
  const lines = [
    `/* ${message.from}: ${message.about} */`,
    `#define MSG_${name.toUpperCase()} ${message.id}`,
  ];
  const length = fieldsLength(fields);
  if (length === 0) return [...lines, ""];
  return [
    ...lines,
    `struct msg_${name} {`,
    ...Object.entries(fields).map(([field, type]) => `    ${cField(field, type)}`),
    "} __attribute__((packed));",
    `_Static_assert(sizeof(struct msg_${name}) == ${length}, "${name} is ${length} bytes on the wire");`,
    "",
  ];
}

/** The text of controller/core/messages.h. */
export function cHeader(): string {
  return [
    "/* Generated from firmware/protocol/src/messages.ts by `npm run build`. Do not edit. */",
    "#ifndef HOLDFAST_MESSAGES_H",
    "#define HOLDFAST_MESSAGES_H",
    "",
    "#include <stdint.h>",
    "",
    "#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__",
    '#error "message structs are laid over little-endian bytes"',
    "#endif",
    "",
    `#define PROTOCOL_VERSION ${PROTOCOL_VERSION}`,
    ...constants("FRAME_", FRAME_FORMAT),
    ...constants("", LIMITS),
    "",
    ...constants("OUTCOME_", OUTCOME),
    "",
    ...constants("EVENT_", EVENT_KIND),
    "",
    ...constants("REFUSAL_", REFUSAL),
    "",
    ...constants("SLOT_FLAG_", SLOT_FLAG),
    "",
    ...constants("SWITCH_", SWITCH),
    "",
    ...Object.entries(MESSAGES).flatMap(([name, message]) => messageStruct(name, message)),
    "#endif",
    "",
  ].join("\n");
}
