/** PROTOCOL.md, and its examples as values: the normative text is what the tests compare with. */
import { readFileSync } from "node:fs";
import type { Message } from "../../src/codec.ts";

export const protocolText = readFileSync(new URL("../../../PROTOCOL.md", import.meta.url), "utf8");

export interface Example {
  message: Message;
  /** Both 0 for a plain frame. */
  session: number;
  counter: number;
  body: Uint8Array;
  wire: Uint8Array;
}

const EXAMPLE =
  /```\n(\w+) (\{.*\})\n(?:plain|session (\d+) counter (\d+))\nbody ([0-9A-F ]+)\nwire ([0-9A-F ]+)\n```/g;

export function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

/** The first group of a pattern that the text must contain. */
export function stated(pattern: RegExp): string {
  const found = pattern.exec(protocolText)?.[1];
  if (found === undefined) throw new Error(`PROTOCOL.md does not contain ${pattern}`);
  return found;
}

export const pairingKey = bytes(stated(/pairing key is\n`([0-9A-F]{32})`/));
export const keyToController = bytes(stated(/\nto the controller {2}([0-9A-F ]+)\n/));
export const keyToGateway = bytes(stated(/\nto the gateway {5}([0-9A-F ]+)\n/));

export const examples: Example[] = [...protocolText.matchAll(EXAMPLE)].map((match) => {
  const [, name, values, session = "0", counter = "0", body, wire] = match as unknown as string[];
  const fields = JSON.parse(values as string, (_key, value) =>
    typeof value === "string" ? bytes(value) : value,
  );
  return {
    message: { name, ...fields } as Message,
    session: Number(session),
    counter: Number(counter),
    body: bytes(body as string),
    wire: bytes(wire as string),
  };
});

/** The example of a message. */
export function exampleOf<N extends Message["name"]>(name: N): Extract<Message, { name: N }> {
  const found = examples.find(({ message }) => message.name === name);
  if (found === undefined) throw new Error(`PROTOCOL.md has no example of ${name}`);
  return found.message as Extract<Message, { name: N }>;
}
