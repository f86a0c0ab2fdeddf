import fc from "fast-check";
import { expect, test } from "vitest";
import { ENCODED_MAX, encodePlainFrame } from "../src/frame.ts";
import { split } from "./support/split.ts";

const wire = encodePlainFrame(Uint8Array.of(2, 0, 3));
const encoded = wire.slice(1, -1);

test("a frame comes back however the stream is cut into chunks", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: wire.length }), (at) => {
      expect(split(wire.subarray(0, at), wire.subarray(at))).toEqual({ frames: [encoded], oversize: 0 });
    }),
  );
});

test("noise before and between frames costs neither of them", () => {
  const noise = fc
    .array(fc.integer({ min: 1, max: 255 }), { maxLength: 200 })
    .map((all) => Uint8Array.from(all));
  fc.assert(
    fc.property(noise, noise, (before, between) => {
      const { frames } = split(before, wire, between, wire);
      const found = frames.filter((frame) => Buffer.from(frame).equals(encoded));
      expect(found.length).toBeGreaterThanOrEqual(2);
    }),
  );
});

test("a run without delimiter is dropped once and the next frame is found", () => {
  expect(split(new Uint8Array(10_000).fill(1), wire)).toEqual({ frames: [encoded], oversize: 1 });
});

test("the longest frame passes and one byte more does not", () => {
  const run = (length: number) => Uint8Array.of(...new Uint8Array(length).fill(1), 0);
  expect(split(run(ENCODED_MAX)).frames).toHaveLength(1);
  expect(split(run(ENCODED_MAX + 1))).toEqual({ frames: [], oversize: 1 });
});
