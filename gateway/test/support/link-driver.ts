/** Feeds the pure link machine and keeps what comes out, for tests that read like tables. */
import {
  decodeBody,
  encodeBody,
  type Message,
  type MessageOf,
  type OUTCOME,
  OUTCOME as OUTCOMES,
} from "@holdfast/protocol";
import { stepLink } from "../../src/link/machine.ts";
import { type Command, type Input, initialLinkState, type Output } from "../../src/link/state.ts";

export const NONCE = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
export const SESSION = 7;

export class LinkDriver {
  state = initialLinkState;
  now = 0;
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

  open(): readonly Output[] {
    return this.input({ type: "opened", nonce: NONCE });
  }

  welcome(changes: Partial<MessageOf<"welcome">> = {}): readonly Output[] {
    const message: MessageOf<"welcome"> = {
      name: "welcome",
      version: 1,
      session: SESSION,
      nonce: NONCE,
      controller_id: new Uint8Array(4),
      boot: 1,
      firmware: new Uint8Array(3),
      lockers: 8,
      uptime: 50_000,
      sequence_first: 1,
      sequence_last: 0,
      ...changes,
    };
    this.#counter = 0;
    return this.frame(message, 0, 0);
  }

  frame(message: Message, session: number, counter: number): readonly Output[] {
    return this.input({ type: "frame", frame: { session, counter, body: encodeBody(message) } });
  }

  /** The next frame of the controller in this session. */
  hear(message: Message): readonly Output[] {
    return this.frame(message, this.state.session?.welcome.session ?? SESSION, ++this.#counter);
  }

  heartbeat(uptime = 50_000): readonly Output[] {
    return this.hear({
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
    });
  }

  result(id: number, outcome: keyof typeof OUTCOME): readonly Output[] {
    return this.hear({ name: "result", id, outcome: OUTCOMES[outcome], locker: 1, rental: 1, wait_s: 0 });
  }

  execute(id: number): readonly Output[] {
    const command: Command = { name: "operator_open", id, locker: 1 };
    return this.input({ type: "execute", command });
  }

  /** An open, proven session. */
  connect(welcome: Partial<MessageOf<"welcome">> = {}): void {
    this.open();
    this.welcome(welcome);
    this.heartbeat();
  }
}

/** What was put on the wire, without counters. */
export function sent(outputs: readonly Output[]): Message[] {
  return outputs.flatMap((output) => {
    if (output.type !== "send") return [];
    const decoded = decodeBody(output.frame.body);
    return decoded.ok ? [decoded.message] : [];
  });
}

export function sentNames(outputs: readonly Output[]): string[] {
  return sent(outputs).map((message) => message.name);
}

/** Outputs that are no frames, in short. */
export function told(outputs: readonly Output[]): string[] {
  return outputs.flatMap((output) => {
    switch (output.type) {
      case "send":
        return [];
      case "settled":
        return [`${output.id} ${output.settlement.how}`];
      case "received":
        return [output.message.name];
      default:
        return [output.type];
    }
  });
}
