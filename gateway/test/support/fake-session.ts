/** Handshake, sealed frames and pairing of the fake controller, by the functions of the protocol package. */
import {
  encodeBody,
  encodePlainFrame,
  encodeSealedFrame,
  type Frame,
  type Message,
  type MessageOf,
  PROTOCOL_VERSION,
  REFUSAL,
  type SessionKeys,
  sessionKeys,
  sessionOf,
  welcomeProof,
} from "@holdfast/protocol";

/** What the controllers of the tests are paired with. */
export const PAIRING_KEY = new Uint8Array(16).fill(0x42);

const NO_NUMBER = new Uint8Array(4).fill(0xff);

interface Session {
  readonly number: number;
  readonly key: Uint8Array;
  readonly keys: SessionKeys;
  readonly paired: boolean;
  sent: number;
  received: number;
}

export class FakeSession {
  id = new Uint8Array([1, 2, 3, 4]);
  boot = 1;
  version = PROTOCOL_VERSION as number;
  pairingKey: Uint8Array | undefined = PAIRING_KEY;
  /** Arrived over the cable or typed, and not proven yet. */
  candidate: Uint8Array | undefined;
  /** The service button is held. */
  pairing = false;
  #handshake = 0;
  #welcome: MessageOf<"welcome"> | undefined;
  #offered: Session | undefined;
  #current: Session | undefined;

  get up(): boolean {
    return this.#current !== undefined;
  }

  blank(): void {
    this.id = NO_NUMBER;
    this.boot = 0;
    this.pairingKey = undefined;
  }

  reboot(): void {
    this.boot++;
    this.#handshake = 0;
    this.candidate = this.#welcome = this.#offered = this.#current = undefined;
  }

  /** The answer to a plain message; undefined: it is ignored. */
  plain(message: Message): Message | undefined {
    if (message.name === "hello") return this.#hello(message);
    if (message.name !== "pair") return undefined;
    if (!this.pairing) return refused(message, "not_pairing");
    this.candidate = message.key;
    return { name: "pair_ready" };
  }

  #hello(hello: MessageOf<"hello">): Message {
    if (this.version > hello.version_max || this.version + 1 < hello.version_min) {
      return { ...refused(hello, "wrong_version"), version_min: this.version, version_max: this.version + 1 };
    }
    const candidate = this.pairing ? this.candidate : undefined;
    const key = candidate ?? this.pairingKey;
    if (!key) return refused(hello, "not_paired");
    const again = this.#welcome && Buffer.compare(this.#welcome.nonce, hello.nonce) === 0;
    if (this.#welcome && again && this.#offered?.key === key) return this.#welcome;
    const welcome: MessageOf<"welcome"> = {
      name: "welcome",
      version: PROTOCOL_VERSION,
      handshake: ++this.#handshake,
      nonce: hello.nonce,
      controller_id: this.id,
      boot: this.boot,
      firmware: new Uint8Array([0, 2, 0]),
      proof: new Uint8Array(8),
    };
    welcome.proof = welcomeProof(key, welcome);
    const keys = sessionKeys(key, welcome);
    const number = sessionOf(welcome);
    this.#welcome = welcome;
    this.#offered = { number, key, keys, paired: candidate !== undefined, sent: 0, received: 0 };
    return welcome;
  }

  readonly keyOf = (session: number, counter: number): Uint8Array | undefined => {
    const found = [this.#offered, this.#current].find((one) => one?.number === session);
    return found && counter > found.received ? found.keys.toController : undefined;
  };

  /** True when it is the first good frame of a new session. */
  accept({ session, counter }: Frame): boolean {
    const begins = this.#offered?.number === session;
    if (begins) {
      this.#current = this.#offered;
      this.#offered = undefined;
    }
    if (!this.#current) return false;
    this.#current.received = counter;
    if (this.#current.paired) this.pairingKey = this.#current.key;
    return begins;
  }

  finish(message: MessageOf<"pair_finish">, pinKeyTaken: boolean): Message {
    if (!this.#current?.paired) return refused(message, "not_pairing");
    if (this.id.every((byte) => byte === 0xff)) this.id = new Uint8Array(message.controller_id);
    return { name: "paired", controller_id: this.id, pin_key_taken: pinKeyTaken ? 1 : 0 };
  }

  plainWire(message: Message): Uint8Array {
    return encodePlainFrame(encodeBody(message));
  }

  sealedWire(message: Message): Uint8Array | undefined {
    const session = this.#current;
    if (!session) return undefined;
    const frame = { session: session.number, counter: ++session.sent, body: encodeBody(message) };
    return encodeSealedFrame(session.keys.toGateway, frame);
  }
}

function refused(
  message: MessageOf<"hello"> | MessageOf<"pair"> | MessageOf<"pair_finish">,
  reason: keyof typeof REFUSAL,
): MessageOf<"refused"> {
  const id = { hello: 0x01, pair: 0x07, pair_finish: 0x08 }[message.name];
  return {
    name: "refused",
    message: id,
    reason: REFUSAL[reason],
    version_min: PROTOCOL_VERSION,
    version_max: PROTOCOL_VERSION,
  };
}
