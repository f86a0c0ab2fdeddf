/** A bridge whose owner means harm: it holds the only wire to the controller and does with the bytes what it likes. */
import { encodeBody, encodePlainFrame, encodeSealedFrame, MESSAGES, type Message } from "@holdfast/protocol";
import type { RealController } from "../support/real-controller.ts";
import type { CalledSite } from "./called-site.ts";

type Side = "gateway" | "controller";

/** Mulberry32: the same seed, the same evil. */
function prng(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export const HARMS = ["delay", "drop", "double", "reorder", "alter", "replay", "forge"] as const;
export type Harm = (typeof HARMS)[number];

export class EvilBridge {
  harms: readonly Harm[] = [];
  /** How often it did any. */
  done = 0;
  readonly #site: CalledSite;
  readonly #controller: RealController;
  readonly #below: (below: number) => number;
  readonly #tape: Record<Side, Uint8Array[]> = { gateway: [], controller: [] };
  #held: { to: Side; bytes: Uint8Array } | undefined;
  #toGateway: ((bytes: Uint8Array) => void) | undefined;
  #toController: ((bytes: Uint8Array) => void) | undefined;

  constructor(site: CalledSite, controller: RealController, seed: number) {
    this.#site = site;
    this.#controller = controller;
    this.#below = prng(seed);
    this.#call();
    this.#trouble();
  }

  /** Calls the gateway, and again when it hangs up, as a bridge does. */
  #call(): void {
    const { lobby, clock } = this.#site;
    let ended = false;
    const behind = this.#controller.connect({
      onOpen: () => {},
      onData: (bytes) => {
        if (!ended) this.#carry("gateway", bytes);
      },
      onClose: () => {},
    });
    clock.after(50, () => {
      const guest = lobby.accept({
        address: "192.0.2.66",
        write: (bytes) => {
          if (!ended) this.#carry("controller", bytes);
        },
        close: () => {
          if (ended) return;
          ended = true;
          behind.close();
          clock.after(100, () => this.#call());
        },
      });
      this.#toGateway = (bytes) => guest.onData(bytes);
      this.#toController = (bytes) => behind.write(bytes);
    });
  }

  #deliver(to: Side, bytes: Uint8Array, after = 0): void {
    this.#site.clock.after(after, () =>
      to === "gateway" ? this.#toGateway?.(bytes) : this.#toController?.(bytes),
    );
  }

  #carry(to: Side, bytes: Uint8Array): void {
    const tape = this.#tape[to];
    tape.push(bytes);
    if (tape.length > 500) tape.splice(0, 250);
    // Otherwise nothing would ever be up that it could disturb.
    const harm =
      this.harms.length > 0 && this.#below(3) === 0 ? this.harms[this.#below(this.harms.length)] : undefined;
    if (harm) this.done++;
    switch (harm) {
      case "drop":
        break;
      case "delay":
        this.#deliver(to, bytes, this.#below(4000));
        break;
      case "double":
        this.#deliver(to, bytes);
        this.#deliver(to, bytes, this.#below(3000));
        break;
      case "reorder":
        if (this.#held) this.#deliver(this.#held.to, this.#held.bytes, 5);
        this.#held = { to, bytes };
        break;
      case "alter": {
        const changed = bytes.slice();
        const at = this.#below(changed.length);
        changed[at] = (changed[at] ?? 0) ^ (1 << this.#below(8));
        this.#deliver(to, changed);
        break;
      }
      default:
        this.#deliver(to, bytes);
    }
  }

  /** What it does of its own accord, all the time. */
  #trouble(): void {
    this.#site.clock.after(40, () => {
      const to: Side = this.#below(2) === 0 ? "gateway" : "controller";
      const tape = this.#tape[to];
      if (this.harms.length > 0) this.done++;
      if (this.harms.includes("replay") && tape.length > 0)
        this.#deliver(to, tape[this.#below(tape.length)] as Uint8Array);
      if (this.harms.includes("forge")) this.#deliver(to, this.#forged());
      this.#trouble();
    });
  }

  /** Its own frames: commands that open doors, in plain, or sealed under a key of its own. */
  #forged(): Uint8Array {
    const opens: Message = {
      name: "operator_open",
      id: 1_000_000 + this.#below(1000),
      deadline: 0x7fffffff,
      locker: 1 + this.#below(8),
    };
    const body = encodeBody(opens);
    if (this.#below(3) === 0) return encodePlainFrame(body);
    if (this.#below(2) === 0) {
      const any = Uint8Array.from({ length: 1 + this.#below(40) }, () => this.#below(256));
      any[0] = MESSAGES.operator_open.id;
      return encodePlainFrame(any);
    }
    const key = Uint8Array.from({ length: 16 }, () => this.#below(256));
    return encodeSealedFrame(key, { session: 1 + this.#below(4), counter: 1 + this.#below(10_000), body });
  }
}
