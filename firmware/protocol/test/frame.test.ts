import fc from "fast-check";
import { expect, test } from "vitest";
import { cobsEncode } from "../src/cobs.ts";
import { ENCODED_MAX, encodePlainFrame, encodeSealedFrame, parseFrame } from "../src/frame.ts";
import { LIMITS } from "../src/messages.ts";
import { split } from "./support/split.ts";

const key = Uint8Array.from({ length: LIMITS.KEY_LENGTH }, (_, index) => index);
const keyOf = (session: number) => (session === 0x1234 ? key : undefined);
const anyBody = fc.uint8Array({ minLength: 1, maxLength: LIMITS.BODY_MAX });

test("every sealed frame comes back from the wire and fits it", () => {
  const session = fc.integer({ min: 1, max: 0xffff });
  const counter = fc.integer({ min: 1, max: 0xffffffff });
  fc.assert(
    fc.property(session, counter, anyBody, (session, counter, body) => {
      const { frames } = split(encodeSealedFrame(key, { session, counter, body }));
      const parsed = frames.map((frame) => parseFrame(frame, (of) => (of === session ? key : undefined)));
      expect(parsed).toEqual([{ ok: true, frame: { session, counter, body } }]);
    }),
  );
});

test("every plain frame comes back from the wire, in session 0", () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const parsed = split(encodePlainFrame(body)).frames.map((frame) => parseFrame(frame, keyOf));
      expect(parsed).toEqual([{ ok: true, frame: { session: 0, counter: 0, body } }]);
    }),
  );
});

test.each([
  ["oversize", new Uint8Array(ENCODED_MAX + 1).fill(1)],
  ["not_cobs", Uint8Array.of(200, 1)],
  ["too_short", cobsEncode(Uint8Array.of(1, 2, 3))],
  ["wrong_format", cobsEncode(Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 2, 0, 0))],
  ["bad_seal", cobsEncode(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 2, 0, 0))],
  ["no_session", encodeSealedFrame(key, { session: 0x1235, counter: 1, body: key }).slice(1, -1)],
  ["bad_seal", encodeSealedFrame(key.toReversed(), { session: 0x1234, counter: 1, body: key }).slice(1, -1)],
] as const)("says %s", (error, encoded) => {
  expect(parseFrame(encoded, keyOf)).toEqual({ ok: false, error });
});

test.each([
  [0, 1],
  [0x1234, 0],
])("a sealed frame of session %i with counter %i is none", (session, counter) => {
  const wire = encodeSealedFrame(key, { session, counter, body: key });
  expect(parseFrame(wire.slice(1, -1), () => key)).toEqual({ ok: false, error: "wrong_format" });
});

test("a plain frame that claims a session is none, whoever made its check", () => {
  for (const place of [1, 2, 3, 4, 5, 6]) {
    const raw = new Uint8Array(LIMITS.HEADER_LENGTH + 3).fill(2);
    raw.fill(0, 0, LIMITS.HEADER_LENGTH);
    raw[0] = 1;
    raw[place] = 1;
    expect(parseFrame(cobsEncode(raw), () => key)).toEqual({ ok: false, error: "wrong_format" });
  }
});
