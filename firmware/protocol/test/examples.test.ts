import { expect, test } from "vitest";
import { decodeBody, encodeBody } from "../src/codec.ts";
import { encodePlainFrame, encodeSealedFrame, parseFrame } from "../src/frame.ts";
import { MESSAGES } from "../src/messages.ts";
import { decodeSlot } from "../src/slot.ts";
import { bytes, examples, keyToController, keyToGateway, stated } from "./support/protocol-text.ts";
import { split } from "./support/split.ts";

test("PROTOCOL.md gives twelve examples, four of them plain", () => {
  expect(examples).toHaveLength(12);
  expect(examples.filter(({ session }) => session === 0).map(({ message }) => message.name)).toEqual([
    "hello",
    "welcome",
    "pair",
    "pair_ready",
  ]);
});

test.each(examples)(
  "$message.name is byte for byte as in PROTOCOL.md",
  ({ message, session, counter, body, wire }) => {
    const key = MESSAGES[message.name].from === "gateway" ? keyToController : keyToGateway;
    expect(encodeBody(message)).toEqual(body);
    const encoded =
      session === 0 ? encodePlainFrame(body) : encodeSealedFrame(key, { session, counter, body });
    expect(encoded).toEqual(wire);
    const parsed = split(wire).frames.map((frame) => parseFrame(frame, () => key));
    expect(parsed).toEqual([{ ok: true, frame: { session, counter, body } }]);
    expect(decodeBody(body)).toEqual({ ok: true, message });
  },
);

test("the slot record is as in PROTOCOL.md", () => {
  expect(decodeSlot(bytes(stated(/`((?:[0-9A-F]{2} ){15}[0-9A-F]{2})`/)))).toEqual({
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
