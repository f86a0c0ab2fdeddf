/** Somebody on the wire who has no key: whatever they send, a session stays as it is. */
import { cobsEncode, crc16, encodePlainFrame, encodeSealedFrame, MESSAGES } from "@holdfast/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HANDSHAKE, LinkDriver, told } from "../support/link-driver.ts";

const ids = fc.constantFrom(...Object.values(MESSAGES).map(({ id }) => id));
const body = fc
  .tuple(fc.oneof(ids, fc.nat(255)), fc.uint8Array({ maxLength: 47 }))
  .map(([id, rest]) => Uint8Array.of(id, ...rest));
const key = fc.uint8Array({ minLength: 16, maxLength: 16 });
const session = fc.oneof(fc.constant(HANDSHAKE), fc.integer({ min: 1, max: 0xffff }));
const counter = fc.integer({ min: 1, max: 0xffff_ffff });

function framed(bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(0, ...cobsEncode(bytes), 0);
}

function checked(header: Uint8Array, content: Uint8Array): Uint8Array {
  const bytes = Uint8Array.of(...header, ...content);
  const check = crc16(bytes);
  return Uint8Array.of(...bytes, check & 0xff, check >> 8);
}

const frames = fc.oneof(
  body.map((bytes) => encodePlainFrame(bytes)),
  fc
    .tuple(key, session, counter, body)
    .map(([wrong, number, count, bytes]) =>
      encodeSealedFrame(wrong, { session: number, counter: count, body: bytes }),
    ),
  // A good checksum behind any header.
  fc
    .tuple(fc.uint8Array({ minLength: 7, maxLength: 7 }), body)
    .map(([header, bytes]) => framed(checked(header, bytes))),
  fc.uint8Array({ maxLength: 80 }).map(framed),
);

test("nothing that is sent without the key does anything in a session", () => {
  fc.assert(
    fc.property(fc.array(frames, { minLength: 1, maxLength: 20 }), (sent) => {
      const link = new LinkDriver();
      link.connect();
      link.execute(1);
      const before = link.state;
      const outputs = sent.flatMap((wire) => link.bytes(wire));
      expect(new Set(told(outputs))).toEqual(new Set(outputs.length > 0 ? ["dropped"] : []));
      expect(link.state).toEqual(before);
    }),
    { seed: 3, numRuns: 500 },
  );
});

test("nothing that is sent without the key brings a session up", () => {
  fc.assert(
    fc.property(fc.array(frames, { minLength: 1, maxLength: 20 }), (sent) => {
      const link = new LinkDriver();
      link.open();
      const outputs = sent.flatMap((wire) => link.bytes(wire));
      expect(link.state.phase).toBe("greeting");
      expect(outputs.some(({ type }) => type === "send" || type === "up" || type === "received")).toBe(false);
    }),
    { seed: 4, numRuns: 500 },
  );
});
