/** Frames: header, body and seal inside COBS, ended by a zero byte. PROTOCOL.md, "Frames". */
import { cobsDecode, cobsEncode } from "./cobs.ts";
import { LIMITS, PROTOCOL_VERSION } from "./messages.ts";
import { openSealed, seal } from "./seal.ts";

export interface Frame {
  /** 0 outside of a session (`hello`, `welcome` and `refused`). */
  session: number;
  /** Counts the frames of one direction within a session, from 1. */
  counter: number;
  body: Uint8Array;
}

export type FrameError = "oversize" | "not_cobs" | "too_short" | "wrong_version" | "bad_seal";
export type ParsedFrame = { ok: true; frame: Frame } | { ok: false; error: FrameError };

const FRAME_MAX = LIMITS.HEADER_LENGTH + LIMITS.BODY_MAX + LIMITS.SEAL_LENGTH;
/** Longest encoded frame without delimiter, in bytes. */
export const ENCODED_MAX = FRAME_MAX + 1;

/** The bytes to put on the wire: a delimiter on both sides, so that noise before the frame cannot reach into it. */
export function encodeFrame(frame: Frame): Uint8Array {
  const header = new Uint8Array(LIMITS.HEADER_LENGTH);
  const view = new DataView(header.buffer);
  view.setUint8(0, PROTOCOL_VERSION);
  view.setUint16(1, frame.session, true);
  view.setUint32(3, frame.counter, true);
  const encoded = cobsEncode(seal(header, frame.body));
  const wire = new Uint8Array(encoded.length + 2);
  wire.set(encoded, 1);
  return wire;
}

/** Reads the bytes between two delimiters. */
export function parseFrame(encoded: Uint8Array): ParsedFrame {
  if (encoded.length > ENCODED_MAX) return { ok: false, error: "oversize" };
  const bytes = cobsDecode(encoded);
  if (bytes === undefined) return { ok: false, error: "not_cobs" };
  if (bytes.length < LIMITS.HEADER_LENGTH + 1 + LIMITS.SEAL_LENGTH) return { ok: false, error: "too_short" };
  if (bytes[0] !== PROTOCOL_VERSION) return { ok: false, error: "wrong_version" };
  const body = openSealed(bytes, LIMITS.HEADER_LENGTH);
  if (body === undefined) return { ok: false, error: "bad_seal" };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { ok: true, frame: { session: view.getUint16(1, true), counter: view.getUint32(3, true), body } };
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
