import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeBody, encodeBody, type Message } from "../src/codec.ts";
import { encodeFrame, FrameSplitter, parseFrame } from "../src/frame.ts";
import { decodeSlot } from "../src/slot.ts";

const text = readFileSync(new URL("../../PROTOCOL.md", import.meta.url), "utf8");
const EXAMPLE =
  /```\n(\w+) (\{.*\})\nsession (\d+) counter (\d+)\nbody ([0-9A-F ]+)\nwire ([0-9A-F ]+)\n```/g;

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

const examples = [...text.matchAll(EXAMPLE)].map((match) => {
  const [, name, values, session, counter, body, wire] = match as unknown as string[];
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

test("PROTOCOL.md gives seven examples", () => {
  expect(examples).toHaveLength(7);
});

test.each(examples)(
  "$message.name is byte for byte as in PROTOCOL.md",
  ({ message, session, counter, body, wire }) => {
    expect(encodeBody(message)).toEqual(body);
    expect(encodeFrame({ session, counter, body })).toEqual(wire);
    const frames: Uint8Array[] = [];
    new FrameSplitter().push(
      wire,
      (encoded) => frames.push(encoded),
      () => {},
    );
    expect(frames.map(parseFrame)).toEqual([{ ok: true, frame: { session, counter, body } }]);
    expect(decodeBody(body)).toEqual({ ok: true, message });
  },
);

test("the slot record is as in PROTOCOL.md", () => {
  const record = /`((?:[0-9A-F]{2} ){15}[0-9A-F]{2})`/.exec(text)?.[1] as string;
  expect(decodeSlot(bytes(record))).toEqual({
    locker: 5,
    held: true,
    outOfService: false,
    version: 3,
    rental: 258,
    phone: "41791234567",
    wrongTries: 2,
    verifier: Uint8Array.of(0xaa, 0xbb, 0xcc),
  });
});
