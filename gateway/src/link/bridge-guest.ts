/**
 * One connection that somebody made to the bridge port. Whoever it is, they are asked by a `hello` which controller is
 * behind them; only who has a pairing key can answer the fresh nonce with its proof. Then the stream is its cabinet's.
 */
import {
  type BridgeReport,
  decodeBody,
  encodeBody,
  encodeHeard,
  encodePlainFrame,
  FrameSplitter,
  isBridgeFrame,
  type MessageOf,
  PROTOCOL_VERSION,
  parseFrame,
  readBridgeReport,
} from "@holdfast/protocol";
import type { ConnectionHandlers } from "./transport.ts";

/** Bytes of one connection; whoever made it bounds its speed and what waits in it. */
export interface BridgeStream {
  readonly address: string;
  write(bytes: Uint8Array): void;
  /** It is over for the lobby: nothing more comes from it. */
  close(): void;
}

/** Somebody who proves nothing may send so much: what a controller sends of an old session, and noise. */
const BYTES_MAX = 16_384;
/** A bridge reports once a second; it is answered no oftener than this. */
const ANSWER_MS = 400;
/** One proof is tried for each hello, against all keys. */
export const HELLO_MS = 500;

export interface GuestOptions {
  readonly stream: BridgeStream;
  readonly nonce: Uint8Array;
  readonly now: () => number;
  /** Somebody answers as a controller. */
  onWelcome(guest: BridgeGuest, welcome: MessageOf<"welcome">): void;
  /** Sends more than anybody who is honest. */
  onExcess(guest: BridgeGuest): void;
}

export class BridgeGuest {
  readonly #o: GuestOptions;
  readonly #splitter = new FrameSplitter();
  readonly since: number;
  heardAt: number;
  report: BridgeReport | undefined;
  #handlers: ConnectionHandlers | undefined;
  #known = false;
  #over = false;
  #bytes = 0;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: GuestOptions) {
    this.#o = options;
    this.since = this.heardAt = options.now();
  }

  get address(): string {
    return this.#o.stream.address;
  }

  /** Its cabinet uses it. */
  get seated(): boolean {
    return this.#handlers !== undefined;
  }

  hello(): void {
    const versions = { version_min: PROTOCOL_VERSION, version_max: PROTOCOL_VERSION };
    this.write(encodePlainFrame(encodeBody({ name: "hello", ...versions, nonce: this.#o.nonce })));
  }

  write(bytes: Uint8Array): void {
    this.#o.stream.write(bytes);
  }

  /** It has proven which cabinet it is, though that may not want it yet. */
  prove(): void {
    this.#known = true;
    this.write(encodeHeard(true));
  }

  seat(handlers: ConnectionHandlers): void {
    this.#handlers = handlers;
    handlers.onOpen();
  }

  /** Ends the stream, and tells its cabinet. */
  end(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    const handlers = this.#handlers;
    this.#handlers = undefined;
    this.#o.stream.close();
    handlers?.onClose(reason);
  }

  take(bytes: Uint8Array): void {
    this.heardAt = this.#o.now();
    this.#bytes += bytes.length;
    this.#splitter.push(
      bytes,
      (encoded) => this.#frame(encoded),
      () => {},
    );
    if (!this.#known && this.#bytes > BYTES_MAX) this.#o.onExcess(this);
  }

  #frame(encoded: Uint8Array): void {
    if (isBridgeFrame(encoded)) this.#reported(encoded);
    else if (this.#handlers) this.#handlers.onData(Uint8Array.of(0, ...encoded, 0));
    else if (!this.#known) this.#answer(encoded);
  }

  #reported(encoded: Uint8Array): void {
    const report = readBridgeReport(encoded);
    const now = this.#o.now();
    if (report === undefined || now - this.#answeredAt < ANSWER_MS) return;
    this.report = report;
    this.#answeredAt = now;
    this.write(encodeHeard(this.#known));
  }

  #answer(encoded: Uint8Array): void {
    const now = this.#o.now();
    if (now - this.#triedAt < HELLO_MS) return;
    const parsed = parseFrame(encoded, () => undefined);
    const decoded = parsed.ok ? decodeBody(parsed.frame.body) : undefined;
    if (!decoded?.ok || decoded.message.name !== "welcome") return;
    const { message } = decoded;
    if (Buffer.compare(message.nonce, this.#o.nonce) !== 0) return;
    this.#triedAt = now;
    this.#o.onWelcome(this, message);
  }
}
