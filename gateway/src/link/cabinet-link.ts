/** Drives the link machine over a transport: reconnects for ever, and turns outputs into calls. */
import { randomBytes } from "node:crypto";
import { encodeFrame, FrameSplitter, type MessageOf, PROTOCOL_VERSION, parseFrame } from "@holdfast/protocol";
import type { Clock } from "../clock.ts";
import { backoff } from "./backoff.ts";
import { stepLink } from "./machine.ts";
import {
  type Command,
  type Input,
  initialLinkState,
  type Notice,
  type Output,
  type Settlement,
} from "./state.ts";
import type { Connection, Transport } from "./transport.ts";

const TICK_MS = 100;
const RECONNECT = { first: 100, most: 5000 };

export interface LinkHandlers {
  onUp(welcome: MessageOf<"welcome">): void;
  onDown(reason: string): void;
  onEvent(event: MessageOf<"event">): void;
  onSlot(slot: MessageOf<"slot">): void;
  onHeartbeat(heartbeat: MessageOf<"controller_heartbeat">): void;
  /** Something that a person may have to know; undefined when it is over. */
  onProblem(problem: string | undefined): void;
  /** A handler threw: the link goes on. */
  onFailure(error: unknown): void;
}

export class CabinetLink {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #handlers: LinkHandlers;
  readonly #senders = new Map<number, (settlement: Settlement) => void>();
  readonly #inputs: Input[] = [];
  #state = initialLinkState;
  #connection: Connection | undefined;
  #attempt = 0;
  #closed = false;
  #cancelTick = () => {};
  #cancelReconnect = () => {};
  #heardAt: number | undefined;
  readonly frames = { received: 0, dropped: 0 };

  constructor(transport: Transport, clock: Clock, handlers: LinkHandlers) {
    this.#transport = transport;
    this.#clock = clock;
    this.#handlers = handlers;
  }

  get name(): string {
    return this.#transport.name;
  }

  /** Milliseconds since the last good frame; undefined before the first. */
  get silence(): number | undefined {
    return this.#heardAt === undefined ? undefined : this.#clock.monotonic() - this.#heardAt;
  }

  start(): void {
    this.#tick();
    this.#connect();
  }

  /** Carries out one command; always settles within LINK_TIMES. */
  execute(command: Command): Promise<Settlement> {
    if (this.#closed) return Promise.resolve({ how: "unreachable" });
    return new Promise((resolve) => {
      this.#senders.set(command.id, resolve);
      this.#input({ type: "execute", command });
    });
  }

  notify(message: Notice): void {
    this.#input({ type: "notice", message });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTick();
    this.#cancelReconnect();
    this.#input({ type: "closed" });
    this.#connection?.close();
    this.#connection = undefined;
    for (const settle of this.#senders.values()) settle({ how: "unknown" });
    this.#senders.clear();
  }

  #tick(): void {
    this.#cancelTick = this.#clock.after(TICK_MS, () => {
      this.#tick();
      this.#input({ type: "tick" });
    });
  }

  #connect(): void {
    const splitter = new FrameSplitter();
    const connection: Connection = this.#transport.connect({
      onOpen: () => {
        if (this.#connection !== connection) return;
        this.#input({ type: "opened", nonce: new Uint8Array(randomBytes(8)) });
      },
      onData: (bytes) => {
        if (this.#connection !== connection) return;
        splitter.push(
          bytes,
          (encoded) => this.#takeFrame(encoded),
          () => this.#drop(),
        );
      },
      onClose: (reason) => {
        if (this.#connection === connection) this.#lost(reason);
      },
    });
    this.#connection = connection;
  }

  #takeFrame(encoded: Uint8Array): void {
    const parsed = parseFrame(encoded);
    if (parsed.ok) {
      this.frames.received++;
      this.#input({ type: "frame", frame: parsed.frame });
    } else this.#drop();
  }

  #drop(): void {
    this.frames.dropped++;
  }

  /** The connection is gone: the next one after a while, with a new port object. */
  #lost(reason: string): void {
    this.#connection = undefined;
    this.#input({ type: "closed" });
    if (this.#closed) return;
    this.#handlers.onProblem(reason);
    this.#cancelReconnect();
    const wait = backoff(this.#attempt++, Math.random(), RECONNECT);
    this.#cancelReconnect = this.#clock.after(wait, () => this.#connect());
  }

  /** Handlers may cause inputs: those wait, so that frames leave in the order of their counters. */
  #input(input: Input): void {
    this.#inputs.push(input);
    if (this.#inputs.length > 1) return;
    for (let next = this.#inputs[0]; next; next = this.#inputs[0]) {
      const { state, outputs } = stepLink(this.#state, next, this.#clock.monotonic());
      this.#state = state;
      for (const output of outputs) {
        try {
          this.#perform(output);
        } catch (error) {
          this.#handlers.onFailure(error);
        }
      }
      this.#inputs.shift();
    }
  }

  #perform(output: Output): void {
    switch (output.type) {
      case "send":
        this.#connection?.write(encodeFrame(output.frame));
        break;
      case "received":
        this.#receive(output.message);
        break;
      case "settled":
        this.#senders.get(output.id)?.(output.settlement);
        this.#senders.delete(output.id);
        break;
      case "up":
        this.#attempt = 0;
        this.#heardAt = this.#clock.monotonic();
        this.#handlers.onProblem(undefined);
        this.#handlers.onUp(output.welcome);
        break;
      case "down":
        this.#handlers.onDown(output.reason);
        break;
      case "reconnect":
        this.#reconnect(output.reason);
        break;
      case "wrong_version":
        this.#handlers.onProblem(wrongVersion(output.min, output.max));
        break;
      case "dropped":
        this.#drop();
        break;
    }
  }

  /** The stream is of no use any more, even if it still seems open. */
  #reconnect(reason: string): void {
    const connection = this.#connection;
    this.#lost(reason);
    connection?.close();
  }

  #receive(message: MessageOf<"event"> | MessageOf<"slot"> | MessageOf<"controller_heartbeat">): void {
    this.#heardAt = this.#clock.monotonic();
    if (message.name === "event") this.#handlers.onEvent(message);
    else if (message.name === "slot") this.#handlers.onSlot(message);
    else this.#handlers.onHeartbeat(message);
  }
}

function wrongVersion(min: number, max: number): string {
  const range = min === max ? `${min}` : `${min}..${max}`;
  return `the controller speaks protocol ${range}, this gateway speaks ${PROTOCOL_VERSION}`;
}
