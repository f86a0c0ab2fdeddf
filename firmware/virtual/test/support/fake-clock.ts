import type { Clock } from "../../src/index.ts";

/** Time that stands still until the test moves it. */
export class FakeClock implements Clock {
  private time = 0;
  private readonly timers = new Set<{ due: number; callback: () => void }>();

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.time + ms, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves on in steps of 1 ms, calling what is due. */
  pass(ms: number): void {
    for (let step = 0; step < ms; step++) {
      this.time++;
      this.fire();
    }
  }

  /** The process was suspended: nothing was called in between. */
  jump(ms: number): void {
    this.time += ms;
    this.fire();
  }

  private fire(): void {
    for (const timer of [...this.timers])
      if (timer.due <= this.time) {
        this.timers.delete(timer);
        timer.callback();
      }
  }
}
