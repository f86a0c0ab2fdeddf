/** Drives the link machine over a transport: reconnects for ever, and turns outputs into calls. */
import { FrameSplitter, type MessageOf } from "@holdfast/protocol";
import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";
import { backoff } from "./backoff.ts";
import { stepLink } from "./machine.ts";
import {
  type Arrival,
  type Command,
  type Greeting,
  type Input,
  initialLinkState,
  type Notice,
  type Obstacle,
  type Output,
  type Settlement,
} from "./state.ts";
import type { Calls, Connection, ConnectionHandlers, Transport } from "./transport.ts";

const TICK_MS = 100;
const RECONNECT = { first: 100, most: 5000 };
/** Somebody answers, but not as it should be: asked again with a new nonce. */
const GREET_AGAIN_MS = 1000;
const NONCE_LENGTH = 8;

type Received<Kind extends Output["type"]> = Extract<Output, { type: Kind; message: unknown }>["message"];

export interface LinkHandlers {
  /** The first frame under this key is about to be sent; `onUp` follows when the controller has it too. */
  onGreeted(key: Uint8Array): void;
  onUp(arrival: Arrival): void;
  onDown(reason: string): void;
  onEvent(event: MessageOf<"event">): void;
  onSlot(slot: MessageOf<"slot">): void;
  onHeartbeat(heartbeat: MessageOf<"controller_heartbeat">): void;
  onPairing(message: Received<"pairing">): void;
  onObstacle(obstacle: Obstacle): void;
  /** The stream ended or could not be opened. */
  onLost(reason: string): void;
  /** A handler threw: the link goes on. */
  onFailure(error: unknown): void;
}

export interface LinkOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  /** Pairing keys, one of which the controller must have; asked at each handshake. None: it is left alone. */
  keys(): readonly Uint8Array[];
}

export class CabinetLink {
  readonly #o: LinkOptions;
  readonly #clock: Clock;
  readonly #handlers: LinkHandlers;
  readonly #senders = new Map<number, (settlement: Settlement) => void>();
  readonly #inputs: Input[] = [];
  #state = initialLinkState;
  #connection: Connection | undefined;
  #attempt = 0;
  #closed = false;
  #resting = false;
  #cancelTick = () => {};
  #cancelReconnect = () => {};
  #cancelGreet = () => {};
  #heardAt: number | undefined;
  readonly frames = { received: 0, dropped: 0 };

  constructor(options: LinkOptions, handlers: LinkHandlers) {
    this.#o = options;
    this.#clock = options.clock;
    this.#handlers = handlers;
  }

  get name(): string {
    return this.#o.transport.name;
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

  /** True while a stream is open, whoever is at its other end, and where somebody called who may be the controller. */
  get connected(): boolean {
    return this.#state.phase !== "closed" || (this.#o.transport.calls?.any ?? false);
  }

  /** What the bridge in between said of itself, for showing only. */
  get bridge(): Calls["report"] {
    return this.#o.transport.calls?.report;
  }

  /** A new session, or none, after `keys` answers something else. */
  greet(): void {
    this.#cancelGreet();
    this.#input({ type: "greet", ...this.#greeting() });
  }

  /** Sends a pairing key over the cable, while the controller is left alone. */
  offerKey(key: Uint8Array): void {
    this.#input({ type: "offer_key", key });
  }

  /** Closes the port until `wake`. False, and nothing happens, while a command is on its way. */
  rest(): boolean {
    if (this.#senders.size > 0) return false;
    this.#resting = true;
    this.#cancelReconnect();
    const connection = this.#connection;
    if (connection) this.#lost("handed over");
    connection?.close();
    return true;
  }

  wake(): void {
    if (!this.#resting || this.#closed) return;
    this.#resting = false;
    this.#attempt = 0;
    this.#connect();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTick();
    this.#cancelReconnect();
    this.#cancelGreet();
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

  #greeting(): Greeting {
    return { nonce: this.#o.random.bytes(NONCE_LENGTH), keys: this.#o.keys() };
  }

  #connect(): void {
    const splitter = new FrameSplitter();
    const handlers: ConnectionHandlers = {
      onOpen: () => {
        if (this.#connection !== connection) return;
        this.#input({ type: "opened", ...this.#greeting() });
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
    };
    const connection: Connection = this.#o.transport.connect(handlers, () => this.#o.keys());
    this.#connection = connection;
  }

  #takeFrame(encoded: Uint8Array): void {
    this.frames.received++;
    this.#input({ type: "frame", encoded });
  }

  #drop(): void {
    this.frames.dropped++;
  }

  /** The connection is gone: the next one after a while, with a new port object. */
  #lost(reason: string): void {
    this.#connection = undefined;
    this.#cancelGreet();
    this.#input({ type: "closed" });
    if (this.#closed) return;
    this.#handlers.onLost(reason);
    this.#cancelReconnect();
    if (this.#resting) return;
    const attempt = this.#o.transport.calls ? 0 : this.#attempt++;
    const wait = backoff(attempt, this.#o.random, RECONNECT);
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
        this.#connection?.write(output.wire);
        break;
      case "greeted":
        this.#cancelGreet();
        this.#handlers.onGreeted(output.key);
        break;
      case "received":
        this.#receive(output.message);
        break;
      case "pairing":
        this.#handlers.onPairing(output.message);
        break;
      case "settled":
        this.#senders.get(output.id)?.(output.settlement);
        this.#senders.delete(output.id);
        break;
      case "up":
        this.#attempt = 0;
        this.#heardAt = this.#clock.monotonic();
        this.#arrive(output);
        break;
      case "down":
        this.#handlers.onDown(output.reason);
        break;
      case "reconnect":
        this.#reconnect(output.reason);
        break;
      case "obstacle":
        this.#meet(output.obstacle);
        break;
      case "dropped":
        this.#drop();
        break;
    }
  }

  /** Whoever cannot take the session in now, because a disk is full, is given a new one later. */
  #arrive(arrival: Parameters<LinkHandlers["onUp"]>[0]): void {
    try {
      this.#handlers.onUp(arrival);
    } catch (error) {
      this.#greetAgain();
      throw error;
    }
  }

  #greetAgain(): void {
    this.#cancelGreet();
    this.#cancelGreet = this.#clock.after(GREET_AGAIN_MS, () => this.greet());
  }

  #meet(obstacle: Obstacle): void {
    this.#handlers.onObstacle(obstacle);
    if (obstacle.what === "no_key") return;
    // It cannot be used, but it is there.
    this.#heardAt = this.#clock.monotonic();
    this.#greetAgain();
  }

  /** The stream is of no use any more, even if it still seems open. */
  #reconnect(reason: string): void {
    const connection = this.#connection;
    this.#lost(reason);
    connection?.close();
  }

  #receive(message: Received<"received">): void {
    this.#heardAt = this.#clock.monotonic();
    if (message.name === "event") this.#handlers.onEvent(message);
    else if (message.name === "slot") this.#handlers.onSlot(message);
    else this.#handlers.onHeartbeat(message);
  }
}
