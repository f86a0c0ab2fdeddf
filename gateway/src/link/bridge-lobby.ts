/**
 * Where bridges wait until it is known which cabinet each of them carries. Bounded in number, time and bytes, for each
 * address and as a whole. Nothing here opens a door: a cabinet does a handshake of its own on the stream that it is given.
 */
import { type MessageOf, welcomeProof } from "@holdfast/protocol";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";
import { BridgeGuest, type BridgeStream, HELLO_MS } from "./bridge-guest.ts";
import { Crowd } from "./crowd.ts";
import type { Calls, Connection, ConnectionHandlers, Transport } from "./transport.ts";

/** Somebody who is not known by then may call again. */
const STAY_MS = 20_000;
/** A bridge reports each second; the link has limits of its own. */
const SILENT_MS = 10_000;
const NONCE_LENGTH = 8;

interface Seat {
  readonly cabinet: string;
  keys: () => readonly Uint8Array[];
  /** The cabinet waits for a stream. */
  wanted: ConnectionHandlers | undefined;
  /** It proved that it carries this cabinet. */
  guest: BridgeGuest | undefined;
}

export interface LobbyOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export class BridgeLobby {
  readonly #o: LobbyOptions;
  readonly #seats: Seat[] = [];
  readonly #crowd: Crowd<BridgeGuest>;
  #cancelTick: (() => void) | undefined;
  #closed = false;

  constructor(options: LobbyOptions) {
    this.#o = options;
    this.#crowd = new Crowd((below) => options.random.below(below));
  }

  /** Those who have not proven anything. */
  get waiting(): number {
    return this.#crowd.size;
  }

  /** The streams of one cabinet. */
  transport(cabinet: string): Transport {
    const seat: Seat = { cabinet, keys: () => [], wanted: undefined, guest: undefined };
    this.#seats.push(seat);
    const lobby = this;
    const calls: Calls = {
      get any() {
        return seat.guest !== undefined || lobby.#crowd.size > 0;
      },
      get report() {
        const { guest } = seat;
        return guest?.report && { ...guest.report, address: guest.address };
      },
    };
    return {
      calls,
      get name() {
        return seat.guest ? `bridge ${seat.guest.address}` : "bridge";
      },
      connect: (handlers, keys) => this.#connect(seat, handlers, keys),
    };
  }

  /** A bridge called. The answer is to be told what comes. */
  accept(stream: BridgeStream): { onData(bytes: Uint8Array): void; onClose(reason: string): void } {
    const guest = new BridgeGuest({
      stream,
      nonce: this.#o.random.bytes(NONCE_LENGTH),
      now: () => this.#o.clock.monotonic(),
      onWelcome: (from, welcome) => this.#welcomed(from, welcome),
      onExcess: (from) => this.#leave(from, "sent too much"),
    });
    if (this.#closed) {
      guest.end("closed");
      return { onData: () => {}, onClose: () => {} };
    }
    for (const left of this.#crowd.add(guest)) left.end("too many call");
    guest.hello();
    this.#cancelTick ??= this.#tickLater();
    return {
      onData: (bytes) => guest.take(bytes),
      onClose: (reason) => this.#leave(guest, reason),
    };
  }

  close(): void {
    this.#closed = true;
    this.#cancelTick?.();
    for (const guest of this.#guests()) this.#leave(guest, "closed");
  }

  #guests(): BridgeGuest[] {
    return [...this.#crowd.all, ...this.#seats.flatMap(({ guest }) => guest ?? [])];
  }

  #connect(seat: Seat, handlers: ConnectionHandlers, keys: Seat["keys"]): Connection {
    let guest: BridgeGuest | undefined;
    let over = false;
    const own: ConnectionHandlers = {
      onOpen: () => {
        guest = seat.guest;
        handlers.onOpen();
      },
      onData: (bytes) => handlers.onData(bytes),
      onClose: (reason) => {
        if (over) return;
        over = true;
        handlers.onClose(reason);
      },
    };
    seat.keys = keys;
    seat.wanted = own;
    queueMicrotask(() => this.#seat(seat));
    return {
      write: (bytes) => {
        if (!over) guest?.write(bytes);
      },
      close: () => {
        if (seat.wanted === own) seat.wanted = undefined;
        if (guest) this.#leave(guest, "closed");
        else own.onClose("closed");
      },
    };
  }

  /** Brings together who waits on both sides. */
  #seat(seat: Seat): void {
    const { guest, wanted } = seat;
    if (!guest || guest.seated || !wanted) return;
    seat.wanted = undefined;
    guest.seat(wanted);
  }

  #welcomed(guest: BridgeGuest, welcome: MessageOf<"welcome">): void {
    const seat = this.#seats.find(({ keys }) => keys().some((key) => proves(key, welcome)));
    if (!seat) return;
    this.#crowd.delete(guest);
    const before = seat.guest;
    seat.guest = guest;
    this.#o.log.info({ cabinet: seat.cabinet, bridge: guest.address }, "its bridge called");
    guest.prove();
    // What is left of an earlier call of this bridge: it would not call again if that were of any use.
    before?.end("its bridge called again");
    this.#seat(seat);
  }

  #leave(guest: BridgeGuest, reason: string): void {
    this.#crowd.delete(guest);
    for (const seat of this.#seats) if (seat.guest === guest) seat.guest = undefined;
    guest.end(reason);
  }

  #tickLater(): () => void {
    return this.#o.clock.after(HELLO_MS, () => {
      this.#cancelTick = undefined;
      this.#tick(this.#o.clock.monotonic());
      if (this.#guests().length > 0) this.#cancelTick ??= this.#tickLater();
    });
  }

  #tick(now: number): void {
    for (const guest of this.#crowd.all) {
      if (now - guest.since >= STAY_MS) this.#leave(guest, "nobody we know");
      else guest.hello();
    }
    for (const { guest } of this.#seats) {
      if (!guest) continue;
      if (now - guest.heardAt >= SILENT_MS) this.#leave(guest, "the bridge is silent");
    }
  }
}

function proves(key: Uint8Array, welcome: MessageOf<"welcome">): boolean {
  return Buffer.compare(welcomeProof(key, welcome), welcome.proof) === 0;
}
