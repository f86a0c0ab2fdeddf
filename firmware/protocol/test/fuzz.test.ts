/** A minute of anything against splitter, frames and codec. fast-check prints seed and path of what it finds. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBody, encodeBody, type Message } from "../src/codec.ts";
import { encodePlainFrame, encodeSealedFrame, FrameSplitter, parseFrame } from "../src/frame.ts";
import { LIMITS } from "../src/messages.ts";
import { anyMessage, messageNames } from "./support/any-message.ts";

const FUZZ_S = 60;
const key = Uint8Array.from({ length: LIMITS.KEY_LENGTH }, (_, index) => 255 - index);

/** Bytes of a stream, and the message that is to come out of them, if any. */
interface Piece {
  bytes: Uint8Array;
  message?: Message;
}

const message = fc.constantFrom(...messageNames).chain(anyMessage);
const session = fc.integer({ min: 1, max: 0xffff });
const sealed: fc.Arbitrary<Required<Piece>> = fc.tuple(message, session).map(([message, session]) => ({
  bytes: encodeSealedFrame(key, { session, counter: session, body: encodeBody(message) }),
  message,
}));
const damaged: fc.Arbitrary<Piece> = fc
  .tuple(sealed, fc.nat(), fc.integer({ min: 1, max: 255 }))
  .map(([{ bytes }, place, by]) => {
    const at = 1 + (place % (bytes.length - 2));
    return { bytes: bytes.map((byte, index) => (index === at ? byte ^ by : byte)) };
  });
const noise: fc.Arbitrary<Piece> = fc.uint8Array({ maxLength: 200 }).map((bytes) => ({ bytes }));
const plain: fc.Arbitrary<Piece> = message.map((message) => ({
  bytes: encodePlainFrame(encodeBody(message)),
}));

/** The sealed messages that a receiver takes from a stream. */
function taken(pieces: readonly Piece[]): Message[] {
  const splitter = new FrameSplitter();
  const messages: Message[] = [];
  const onFrame = (encoded: Uint8Array) => {
    const parsed = parseFrame(encoded, () => key);
    if (!parsed.ok) return;
    const decoded = decodeBody(parsed.frame.body);
    if (decoded.ok && parsed.frame.session > 0) messages.push(decoded.message);
  };
  for (const { bytes } of pieces) splitter.push(bytes, onFrame, () => {});
  return messages;
}

test(
  "from any stream come exactly the sealed messages that are whole in it, and nothing throws",
  () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(sealed, damaged, noise, plain), { maxLength: 12 }), (pieces) => {
        expect(taken(pieces)).toEqual(pieces.flatMap(({ message }) => message ?? []));
      }),
      { interruptAfterTimeLimit: FUZZ_S * 1000, numRuns: Number.MAX_SAFE_INTEGER },
    );
  },
  (FUZZ_S + 60) * 1000,
);
