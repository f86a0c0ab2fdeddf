/** 10,000 random frames: what one implementation seals the other opens, and neither opens what was damaged. */

import { createCipheriv } from "node:crypto";
import { encodeSealedFrame, LIMITS, parseFrame } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { buildNative, runNative } from "../src/native.ts";

const FRAMES = 10_000;
const SEED = "the same frames each time";

interface Sample {
  key: Buffer;
  session: number;
  counter: number;
  header: Buffer;
  body: Buffer;
  /** Of the TypeScript side, without delimiters; and the same with one bit flipped. */
  sealed: Buffer;
  damaged: Buffer;
}

/** Repeatable bytes: AES-CTR over zeros. */
const stream = createCipheriv("aes-128-ctr", Buffer.from(SEED.slice(0, 16)), Buffer.alloc(16));
const random = (length: number) => stream.update(Buffer.alloc(length));

function sample(): Sample {
  const key = random(LIMITS.KEY_LENGTH);
  const session = random(2).readUInt16LE() || 1;
  const counter = random(4).readUInt32LE() || 1;
  const body = random(1 + (random(1).readUInt8() % LIMITS.BODY_MAX));
  const header = Buffer.alloc(LIMITS.HEADER_LENGTH, 2);
  header.writeUInt16LE(session, 1);
  header.writeUInt32LE(counter, 3);
  const sealed = Buffer.from(encodeSealedFrame(key, { session, counter, body }).slice(1, -1));
  const damaged = Buffer.from(sealed);
  const bit = random(2).readUInt16LE() % (sealed.length * 8);
  damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return { key, session, counter, header, body, sealed, damaged };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("each implementation opens what the other one sealed, and refuses it with a bit flipped", async () => {
  const samples = Array.from({ length: FRAMES }, sample);
  const lines = samples.flatMap(({ key, header, body, sealed, damaged }) => [
    `seal ${hex(key)} ${hex(header)} ${hex(body)}`,
    `open ${hex(key)} ${hex(sealed)}`,
    `open ${hex(key)} ${hex(damaged)}`,
  ]);
  const { code, stdout } = await runNative(await buildNative("peer", "checked"), [], `${lines.join("\n")}\n`);
  expect(code).toBe(0);
  const answers = stdout.trim().split("\n");
  const wanted = samples.flatMap(({ header, body, sealed }) => [
    hex(sealed),
    `${hex(header)} ${hex(body)}`,
    "refused",
  ]);
  expect(answers.filter((answer, at) => answer !== wanted[at])).toEqual([]);
  expect(answers).toHaveLength(3 * FRAMES);
  for (const [at, { key, session, counter, body, damaged }] of samples.entries()) {
    const fromC = Buffer.from(answers[at * 3] as string, "hex");
    const parsed = parseFrame(fromC, (of) => (of === session ? key : undefined));
    expect(parsed.ok && hex(parsed.frame.body) === hex(body) && parsed.frame.counter === counter).toBe(true);
    expect(parseFrame(damaged, () => key).ok).toBe(false);
  }
});
