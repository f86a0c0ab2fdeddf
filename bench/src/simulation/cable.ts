/** The link between gateway and controller as it is at its worst: a stream that loses, doubles, delays and damages. */
import type { OpenSiteOptions } from "@holdfast/gateway/open-site";
import type { Prng } from "./prng.ts";
import type { Timeline } from "./timeline.ts";

type Transport = ReturnType<NonNullable<OpenSiteOptions["transport"]>>;
type Handlers = Parameters<Transport["connect"]>[0];

/** Probabilities for each piece that is written. */
export interface Quality {
  readonly lost: number;
  readonly doubled: number;
  readonly delayed: number;
  readonly damaged: number;
  readonly noise: number;
}

export const GOOD: Quality = { lost: 0, doubled: 0, delayed: 0, damaged: 0, noise: 0 };
const LATENCY_MS = 1;
const DELAY_MOST_MS = 6000;
const TAPE_MOST = 400;

export type Side = "gateway" | "controller";

export interface CableOptions {
  readonly timeline: Timeline;
  readonly prng: Prng;
  toController(bytes: Uint8Array): void;
  /** Everything that a side writes, before anything happens to it. */
  onSent(side: Side, bytes: Uint8Array): void;
}

export class Cable implements Transport {
  readonly name = "cable";
  readonly #o: CableOptions;
  #handlers: Handlers | undefined;
  #plugged = true;
  quality: Quality = GOOD;
  /** The connection seems open, but nothing of this side arrives. */
  readonly deaf: Record<Side, boolean> = { gateway: false, controller: false };
  readonly #stalled: Record<Side, Uint8Array[] | undefined> = { gateway: undefined, controller: undefined };
  /** What was sent lately, for whoever listens and repeats it. */
  readonly tape: Record<Side, Uint8Array[]> = { gateway: [], controller: [] };

  constructor(options: CableOptions) {
    this.#o = options;
  }

  connect(handlers: Handlers): ReturnType<Transport["connect"]> {
    const { timeline } = this.#o;
    let open = false;
    let over = false;
    const end = (reason: string) => {
      if (over) return;
      over = true;
      if (this.#handlers === handlers) this.#handlers = undefined;
      handlers.onClose(reason);
    };
    timeline.after(LATENCY_MS, () => {
      if (over) return;
      if (!this.#plugged) {
        end("there is no such port");
        return;
      }
      open = true;
      this.#handlers = handlers;
      handlers.onOpen();
    });
    return {
      write: (bytes) => {
        if (open && this.#handlers === handlers) this.send("gateway", bytes);
      },
      close: () => {
        timeline.after(0, () => end("closed"));
      },
    };
  }

  /** Pulled out or put back. */
  plug(plugged: boolean): void {
    this.#plugged = plugged;
    const handlers = this.#handlers;
    if (plugged || !handlers) return;
    this.#handlers = undefined;
    handlers.onClose("unplugged");
  }

  /** The gateway's process is gone: nobody hears, nobody is told. */
  forgetGateway(): void {
    this.#handlers = undefined;
  }

  send(from: Side, bytes: Uint8Array): void {
    this.#o.onSent(from, bytes);
    const tape = this.tape[from];
    tape.push(bytes);
    if (tape.length > TAPE_MOST) tape.splice(0, TAPE_MOST / 2);
    if (!this.#plugged || this.deaf[from]) return;
    const stalled = this.#stalled[from];
    if (stalled) stalled.push(bytes);
    else this.#carry(from, bytes);
  }

  /** What a side sends is kept for a while, and comes then in its order. */
  stall(from: Side, milliseconds: number): void {
    if (this.#stalled[from]) return;
    const kept: Uint8Array[] = [];
    this.#stalled[from] = kept;
    this.#o.timeline.after(milliseconds, () => {
      this.#stalled[from] = undefined;
      const to = from === "gateway" ? "controller" : "gateway";
      for (const [index, bytes] of kept.entries()) this.inject(to, bytes, index);
    });
  }

  /** Bytes of somebody who has access to the wire. */
  inject(to: Side, bytes: Uint8Array, delay = 0): void {
    this.#o.timeline.after(LATENCY_MS + delay, () => this.#arrive(to, bytes));
  }

  #carry(from: Side, bytes: Uint8Array): void {
    const { prng } = this.#o;
    const { lost, doubled, delayed, damaged, noise } = this.quality;
    const to = from === "gateway" ? "controller" : "gateway";
    if (this.quality === GOOD) {
      this.inject(to, bytes);
      return;
    }
    if (prng.chance(noise)) this.inject(to, prng.bytes(prng.between(1, 40)));
    if (prng.chance(lost)) return;
    const delay = prng.chance(delayed) ? prng.below(prng.chance(0.3) ? DELAY_MOST_MS : 300) : 0;
    this.inject(to, prng.chance(damaged) ? this.#damage(bytes) : bytes, delay);
    if (prng.chance(doubled)) this.inject(to, bytes, prng.below(prng.chance(0.3) ? DELAY_MOST_MS : 300));
  }

  #damage(bytes: Uint8Array): Uint8Array {
    const { prng } = this.#o;
    const changed = bytes.slice();
    const at = prng.below(bytes.length);
    if (prng.chance(0.3)) return changed.subarray(0, at);
    changed[at] = prng.below(256);
    return changed;
  }

  #arrive(to: Side, bytes: Uint8Array): void {
    if (to === "controller") this.#o.toController(bytes);
    else this.#handlers?.onData(bytes);
  }
}
