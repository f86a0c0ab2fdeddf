import { CYCLES_PER_MS } from "./board/core.ts";
import type { VirtualCabinet } from "./cabinet.ts";

/** Wall-clock time, in ms, and a timer; tests bring their own. */
export interface Clock {
  now(): number;
  /** Calls once after so many ms; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const WALL_CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

const ROUND_MS = 2;
/** One call never keeps the process from its other work for longer than this much of the cabinet's time. */
const SLICE_MS = 25;
/** Further behind than this (a suspended laptop, a debugger), lost time is not made up for. */
const GIVE_UP_MS = 200;

/** Runs a cabinet at true speed: each round the cycles that are due. */
export class RealTimeRunner {
  readonly cabinet: VirtualCabinet;
  private readonly clock: Clock;
  /** The moment on the clock that belongs to cycle `anchorCycle`. */
  private anchorTime = 0;
  private anchorCycle = 0;
  private cancel: (() => void) | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(cabinet: VirtualCabinet, clock: Clock = WALL_CLOCK) {
    this.cabinet = cabinet;
    this.clock = clock;
  }

  get running(): boolean {
    return this.cancel !== undefined;
  }

  start(): void {
    if (this.running) return;
    this.anchor();
    this.cancel = this.clock.after(ROUND_MS, () => this.round());
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  /** Called after each round; the answer ends that. */
  onRound(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => this.listeners.delete(callback);
  }

  /** Brings the cabinet up to now, so that what comes from outside reaches it at its moment. */
  catchUp(): void {
    if (!this.running) return;
    const due = (this.clock.now() - this.anchorTime) * CYCLES_PER_MS + this.anchorCycle - this.cabinet.cycles;
    if (due > GIVE_UP_MS * CYCLES_PER_MS) this.anchor(SLICE_MS);
    this.cabinet.runCycles(Math.min(Math.max(0, Math.floor(due)), SLICE_MS * CYCLES_PER_MS));
  }

  /** `ahead`: ms of the cabinet's time that are run at once and belong to the past. */
  private anchor(ahead = 0): void {
    this.anchorTime = this.clock.now();
    this.anchorCycle = this.cabinet.cycles + ahead * CYCLES_PER_MS;
  }

  private round(): void {
    this.cancel = this.clock.after(ROUND_MS, () => this.round());
    this.catchUp();
    for (const listener of this.listeners) listener();
  }
}
