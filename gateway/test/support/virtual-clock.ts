/** A clock that moves only when a test says so. */
import type { Clock } from "../../src/clock.ts";

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** Lets everything run that waits for promises or for immediate I/O callbacks. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
}

export class VirtualClock implements Clock {
  #now = 1000;
  readonly #timers = new Set<Timer>();
  /** What the operating system believes; moves along, and a test may set it. */
  wallOffset = Date.UTC(2026, 10, 22);

  monotonic(): number {
    return this.#now;
  }

  wall(): number {
    return this.wallOffset + this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.#now + milliseconds, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Timers due within this time run in their order; what they cause runs before the next one. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      this.#timers.delete(next);
      next.call();
      await settled();
    }
    this.#now = end;
  }

  /** Time passes in which nothing runs, as while a file is synced. */
  block(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Advances in small steps until the condition holds; fails after `limit` milliseconds. */
  async until(condition: () => boolean, limit = 20_000): Promise<void> {
    const end = this.#now + limit;
    await settled();
    while (!condition()) {
      if (this.#now >= end) throw new Error(`nothing happened within ${limit} ms: ${condition}`);
      await this.advance(20);
    }
  }

  /** The value of a promise that needs time to pass. */
  async pass<T>(promise: Promise<T>, limit = 20_000): Promise<T> {
    let over = false;
    const mark = () => {
      over = true;
    };
    promise.then(mark, mark);
    await this.until(() => over, limit);
    return promise;
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }
}
