/** Wire types of message fields. Integers are little-endian, without padding (PROTOCOL.md, "Bytes"). */
export type FieldType = "u8" | "u16" | "u32" | `bytes${number}`;

/** The fields of one message in wire order; every message has a fixed length. */
export type Fields = Readonly<Record<string, FieldType>>;

/** The JavaScript value of a field: integers are numbers, bytesN is a Uint8Array of N bytes. */
export type FieldValue<T extends FieldType> = T extends `bytes${number}` ? Uint8Array : number;

export type Body<F extends Fields> = { -readonly [K in keyof F]: FieldValue<F[K]> };

/** Length of one field on the wire, in bytes. */
export function fieldLength(type: FieldType): number {
  if (type === "u8") return 1;
  if (type === "u16") return 2;
  if (type === "u32") return 4;
  return Number(type.slice("bytes".length));
}

/** Length of all fields of a message on the wire, in bytes, without the message id. */
export function fieldsLength(fields: Fields): number {
  return Object.values(fields).reduce((sum, type) => sum + fieldLength(type), 0);
}
