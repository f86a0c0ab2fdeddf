/** Feeds the pure link machine and keeps what comes out, for tests that read like tables. */
import {
  decodeBody,
  encodeBody,
  encodePlainFrame,
  encodeSealedFrame,
  type Frame,
  FrameSplitter,
  type Message,
  type MessageOf,
  type OUTCOME,
  OUTCOME as OUTCOMES,
  PROTOCOL_VERSION,
  parseFrame,
  sessionKeys,
  sessionOf,
  welcomeProof,
} from "@holdfast/protocol";
import { stepLink } from "../../src/link/machine.ts";
import { type Command, type Input, initialLinkState, type Output } from "../../src/link/state.ts";
import { PAIRING_KEY } from "./fake-session.ts";

export const NONCE = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
export const HANDSHAKE = 7;

type Welcome = MessageOf<"welcome">;

export class LinkDriver {
  state = initialLinkState;
  now = 0;
  /** The welcome that the controller answered last, whether or not it was taken. */
  welcomed: Welcome | undefined;
  #counter = 0;

  /** One input; the outputs it caused. */
  input(input: Input): readonly Output[] {
    const { state, outputs } = stepLink(this.state, input, this.now);
    this.state = state;
    return outputs;
  }

  /** Time passes in ticks. */
  pass(milliseconds: number): Output[] {
    const outputs: Output[] = [];
    for (let left = milliseconds; left > 0; left -= 100) {
      this.now += Math.min(100, left);
      outputs.push(...this.input({ type: "tick" }));
    }
    return outputs;
  }

  open(keys: readonly Uint8Array[] = [PAIRING_KEY], nonce = NONCE): readonly Output[] {
    return this.input({ type: "opened", nonce, keys });
  }

  /** Answers `hello`, with a proof by this key. */
  welcome(changes: Partial<Welcome> = {}, key = PAIRING_KEY): readonly Output[] {
    const message: Welcome = {
      name: "welcome",
      version: PROTOCOL_VERSION,
      handshake: HANDSHAKE,
      nonce: this.state.greeting.nonce,
      controller_id: new Uint8Array(4),
      boot: 1,
      firmware: new Uint8Array(3),
      proof: new Uint8Array(8),
      ...changes,
    };
    if (!changes.proof) message.proof = welcomeProof(key, message);
    this.welcomed = message;
    this.#counter = 0;
    return this.plain(message);
  }

  plain(message: Message): readonly Output[] {
    return this.bytes(encodePlainFrame(encodeBody(message)));
  }

  /** A sealed frame of the controller in the session of a welcome. */
  sealed(message: Message, counter: number, welcome = this.#session): readonly Output[] {
    return this.bytes(this.seal(encodeBody(message), counter, welcome));
  }

  seal(body: Uint8Array, counter: number, welcome = this.#session): Uint8Array {
    const { toGateway } = sessionKeys(PAIRING_KEY, welcome);
    return encodeSealedFrame(toGateway, { session: sessionOf(welcome), counter, body });
  }

  bytes(wire: Uint8Array): readonly Output[] {
    const outputs: Output[] = [];
    new FrameSplitter().push(
      wire,
      (encoded) => outputs.push(...this.input({ type: "frame", encoded })),
      () => {},
    );
    return outputs;
  }

  /** The next frame of the controller in this session. */
  hear(message: Message): readonly Output[] {
    return this.sealed(message, ++this.#counter);
  }

  heartbeat(uptime = 50_000): readonly Output[] {
    return this.hear(heartbeat(uptime));
  }

  result(id: number, outcome: keyof typeof OUTCOME): readonly Output[] {
    return this.hear({ name: "result", id, outcome: OUTCOMES[outcome], locker: 1, rental: 1, wait_s: 0 });
  }

  execute(id: number): readonly Output[] {
    const command: Command = { name: "operator_open", id, locker: 1 };
    return this.input({ type: "execute", command });
  }

  /** An open, proven session. */
  connect(welcome: Partial<Welcome> = {}): void {
    this.open();
    this.welcome(welcome);
    this.heartbeat();
  }

  /** What was put on the wire, as the controller of the last welcome reads it. */
  frames(outputs: readonly Output[]): Frame[] {
    const frames: Frame[] = [];
    const keys = this.welcomed && sessionKeys(PAIRING_KEY, this.welcomed);
    const take = (encoded: Uint8Array) => {
      const parsed = parseFrame(encoded, () => keys?.toController);
      if (parsed.ok) frames.push(parsed.frame);
      else throw new Error(`the gateway sent a frame that is ${parsed.error}`);
    };
    for (const output of outputs) {
      if (output.type === "send") new FrameSplitter().push(output.wire, take, () => {});
    }
    return frames;
  }

  sent(outputs: readonly Output[]): Message[] {
    return this.frames(outputs).flatMap(({ body }) => {
      const decoded = decodeBody(body);
      return decoded.ok ? [decoded.message] : [];
    });
  }

  sentNames(outputs: readonly Output[]): string[] {
    return this.sent(outputs).map((message) => message.name);
  }

  get #session(): Welcome {
    if (!this.welcomed) throw new Error("there was no welcome");
    return this.welcomed;
  }
}

export function heartbeat(uptime = 50_000): MessageOf<"controller_heartbeat"> {
  return {
    name: "controller_heartbeat",
    uptime,
    slots_digest: 0,
    config_digest: 0,
    sequence_first: 1,
    sequence_last: 0,
    doors_open: 0,
    doors_sensed: 0,
    relays_ok: 0xff,
    switches: 0,
    stack_free: 0,
    lockers: 8,
  };
}

/** Outputs that are no frames, in short. */
export function told(outputs: readonly Output[]): string[] {
  return outputs.flatMap((output) => {
    switch (output.type) {
      case "send":
      case "greeted":
        return [];
      case "settled":
        return [`${output.id} ${output.settlement.how}`];
      case "received":
      case "pairing":
        return [output.message.name];
      case "obstacle":
        return [output.obstacle.what];
      default:
        return [output.type];
    }
  });
}
