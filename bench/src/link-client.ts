/** One session with a simulated controller, spoken by hand: what takes how long, without a gateway around it. */
import { randomBytes } from "node:crypto";
import {
  decodeBody,
  encodeBody,
  encodePlainFrame,
  encodeSealedFrame,
  FrameSplitter,
  type Message,
  PROTOCOL_VERSION,
  parseFrame,
  type SessionKeys,
  sessionKeys,
  sessionOf,
} from "@holdfast/protocol";
import type { VirtualCabinet } from "@holdfast/virtual";

const ANSWER_WITHIN_MS = 2000;

export interface Heard {
  readonly message: Message;
  /** When its last byte had arrived. */
  readonly cycle: number;
}

/** A question and its answer: the bytes of both on the wire, and the cycles from the first bit to the last. */
export interface Trip {
  readonly cycles: number;
  readonly bytes: number;
}

export class LinkClient {
  readonly #cabinet: VirtualCabinet;
  readonly #heard: Heard[] = [];
  #session = 0;
  #keys: SessionKeys | undefined;
  #counter = 0;

  constructor(cabinet: VirtualCabinet) {
    this.#cabinet = cabinet;
    const splitter = new FrameSplitter();
    cabinet.uart.onByte = (byte, cycle) => {
      splitter.push(
        Uint8Array.of(byte),
        (encoded) => this.#take(encoded, cycle),
        () => {},
      );
    };
  }

  open(pairingKey: Uint8Array): void {
    const version = PROTOCOL_VERSION;
    const nonce = new Uint8Array(randomBytes(8));
    const hello: Message = { name: "hello", version_min: version, version_max: version, nonce };
    this.#cabinet.uart.send(encodePlainFrame(encodeBody(hello)));
    const { message } = this.#next("welcome", this.#heard.length);
    if (message.name !== "welcome") throw new Error("no welcome");
    this.#session = sessionOf(message);
    this.#keys = sessionKeys(pairingKey, message);
    this.#counter = 0;
    this.ask({ name: "gateway_heartbeat" }, "controller_heartbeat");
  }

  /** Sends and waits. */
  ask(message: Message, answer: Message["name"]): Trip {
    if (!this.#keys) throw new Error("no session");
    const body = encodeBody(message);
    const frame = { session: this.#session, counter: ++this.#counter, body };
    const wire = encodeSealedFrame(this.#keys.toController, frame);
    const { uart } = this.#cabinet;
    const from = { cycle: this.#cabinet.cycles, heard: this.#heard.length, came: uart.bytesFromController };
    uart.send(wire);
    const { cycle } = this.#next(answer, from.heard);
    return { cycles: cycle - from.cycle, bytes: wire.length + uart.bytesFromController - from.came };
  }

  #next(name: Message["name"], after: number): Heard {
    const wanted = () => this.#heard.slice(after).find(({ message }) => message.name === name);
    this.#cabinet.runUntil(() => wanted() !== undefined, ANSWER_WITHIN_MS);
    return wanted() as Heard;
  }

  #take(encoded: Uint8Array, cycle: number): void {
    const parsed = parseFrame(encoded, (session) =>
      session === this.#session ? this.#keys?.toGateway : undefined,
    );
    if (!parsed.ok) return;
    const decoded = decodeBody(parsed.frame.body);
    if (decoded.ok) this.#heard.push({ message: decoded.message, cycle });
  }
}
