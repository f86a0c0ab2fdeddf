import fc from "fast-check";
import { expect, test } from "vitest";
import { cobsEncode } from "../src/cobs.ts";
import { ENCODED_MAX, encodeFrame, FrameSplitter, parseFrame } from "../src/frame.ts";

const frame = { session: 0x1234, counter: 7, body: Uint8Array.of(2) };

function split(...chunks: Uint8Array[]) {
  const splitter = new FrameSplitter();
  const frames: Uint8Array[] = [];
  let oversize = 0;
  for (const chunk of chunks) {
    splitter.push(
      chunk,
      (encoded) => frames.push(encoded),
      () => oversize++,
    );
  }
  return { frames, oversize };
}

test("a frame comes back from the wire", () => {
  const { frames } = split(encodeFrame(frame));
  expect(frames.map(parseFrame)).toEqual([{ ok: true, frame }]);
});

test("a frame comes back however the stream is cut into chunks", () => {
  const wire = encodeFrame(frame);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: wire.length }), (at) => {
      expect(split(wire.subarray(0, at), wire.subarray(at)).frames.map(parseFrame)).toEqual([
        { ok: true, frame },
      ]);
    }),
  );
});

test("noise between two frames costs neither of them", () => {
  const noise = Uint8Array.of(9, 8, 7, 255, 254);
  const parsed = split(encodeFrame(frame), noise, encodeFrame(frame)).frames.map(parseFrame);
  expect(parsed.filter((result) => result.ok)).toHaveLength(2);
});

test("a run without delimiter is dropped once and the next frame is found", () => {
  const { frames, oversize } = split(new Uint8Array(10_000).fill(1), encodeFrame(frame));
  expect(oversize).toBe(1);
  expect(frames.map(parseFrame)).toEqual([{ ok: true, frame }]);
});

test("every single flipped bit is refused", () => {
  const encoded = encodeFrame(frame).slice(1, -1);
  for (let bit = 0; bit < encoded.length * 8; bit++) {
    const damaged = encoded.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(parseFrame(damaged).ok, `bit ${bit}`).toBe(false);
  }
});

test.each([
  ["oversize", new Uint8Array(ENCODED_MAX + 1).fill(1)],
  ["not_cobs", Uint8Array.of(200, 1)],
  ["too_short", cobsEncode(Uint8Array.of(1, 2, 3))],
  ["wrong_version", cobsEncode(Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 2, 0, 0))],
  ["bad_seal", cobsEncode(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 2, 0, 0))],
] as const)("says %s", (error, encoded) => {
  expect(parseFrame(encoded)).toEqual({ ok: false, error });
});
