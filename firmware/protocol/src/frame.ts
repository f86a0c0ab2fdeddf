/** Frames: header, body and seal inside COBS, ended by a zero byte. PROTOCOL.md, "Frames". */
import { cobsDecode, cobsEncode } from "./cobs.ts";
import { FRAME_FORMAT, LIMITS } from "./messages.ts";
import { addCheck, openSealed, seal, takeChecked } from "./seal.ts";

export interface Frame {
  /** 0 outside of a session, where frames are plain. */
  session: number;
  /** Counts the frames of one direction within a session, from 1. */
  counter: number;
  body: Uint8Array;
}

export type FrameError = "oversize" | "not_cobs" | "too_short" | "wrong_format" | "no_session" | "bad_seal";
export type ParsedFrame = { ok: true; frame: Frame } | { ok: false; error: FrameError };
/**
 * The key of a session's incoming direction; undefined for a session that is not there, and for a counter that came
 * before. Asked before anything is decrypted.
 */
export type KeyOfSession = (session: number, counter: number) => Uint8Array | undefined;

const FRAME_MAX = LIMITS.HEADER_LENGTH + LIMITS.BODY_MAX + LIMITS.TAG_LENGTH;
/** Longest encoded frame without delimiter, in bytes. */
export const ENCODED_MAX = FRAME_MAX + 1;

function headerOf(format: number, { session, counter }: Frame): Uint8Array {
  const header = new Uint8Array(LIMITS.HEADER_LENGTH);
  const view = new DataView(header.buffer);
  view.setUint8(0, format);
  view.setUint16(1, session, true);
  view.setUint32(3, counter, true);
  return header;
}

/** A delimiter on both sides, so that noise before the frame cannot reach into it. */
function wireOf(bytes: Uint8Array): Uint8Array {
  const encoded = cobsEncode(bytes);
  const wire = new Uint8Array(encoded.length + 2);
  wire.set(encoded, 1);
  return wire;
}

/** The bytes to put on the wire for a message of handshake or pairing. */
export function encodePlainFrame(body: Uint8Array): Uint8Array {
  return wireOf(addCheck(headerOf(FRAME_FORMAT.plain, { session: 0, counter: 0, body }), body));
}

/** The bytes to put on the wire for a message within a session; `key` is that of the direction. */
export function encodeSealedFrame(key: Uint8Array, frame: Frame): Uint8Array {
  return wireOf(seal(key, headerOf(FRAME_FORMAT.sealed, frame), frame.body));
}

/** Reads the bytes between two delimiters. */
export function parseFrame(encoded: Uint8Array, keyOf: KeyOfSession): ParsedFrame {
  if (encoded.length > ENCODED_MAX) return { ok: false, error: "oversize" };
  const bytes = cobsDecode(encoded);
  if (bytes === undefined) return { ok: false, error: "not_cobs" };
  if (bytes.length < LIMITS.HEADER_LENGTH + 1 + LIMITS.CHECK_LENGTH) return { ok: false, error: "too_short" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const session = view.getUint16(1, true);
  const counter = view.getUint32(3, true);
  if (bytes[0] === FRAME_FORMAT.plain && session === 0 && counter === 0) {
    const body = takeChecked(bytes, LIMITS.HEADER_LENGTH);
    return body ? { ok: true, frame: { session, counter, body } } : { ok: false, error: "bad_seal" };
  }
  if (bytes[0] !== FRAME_FORMAT.sealed || session === 0 || counter === 0)
    return { ok: false, error: "wrong_format" };
  const key = keyOf(session, counter);
  if (key === undefined) return { ok: false, error: "no_session" };
  const body = openSealed(key, bytes, LIMITS.HEADER_LENGTH);
  return body ? { ok: true, frame: { session, counter, body } } : { ok: false, error: "bad_seal" };
}

/** Cuts a byte stream at the delimiters; keeps at most one frame and drops what is longer up to the next delimiter. */
export class FrameSplitter {
  readonly #buffer = new Uint8Array(ENCODED_MAX);
  #length = 0;
  #tooLong = false;

  /** Calls `onFrame` for every non-empty run between delimiters, `onOversize` once for every run that is too long. */
  push(chunk: Uint8Array, onFrame: (encoded: Uint8Array) => void, onOversize: () => void): void {
    for (const byte of chunk) {
      if (byte === 0) {
        const length = this.#length;
        const tooLong = this.#tooLong;
        this.#length = 0;
        this.#tooLong = false;
        if (tooLong) onOversize();
        else if (length > 0) onFrame(this.#buffer.slice(0, length));
      } else if (this.#length < ENCODED_MAX) {
        this.#buffer[this.#length++] = byte;
      } else {
        this.#tooLong = true;
      }
    }
  }
}
