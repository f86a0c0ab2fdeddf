/**
 * How often a ledger may begin a new life because central has another one: a restored backup does so once. Two gateways
 * with one login would do it in turns for ever.
 */
import type { Clock } from "@holdfast/gateway/clock";

const MOST = 3;
const WITHIN_MS = 3_600_000;

export class LifeLimit {
  readonly #clock: Clock;
  #begun: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one more, unless there were too many. */
  allow(): boolean {
    const now = this.#clock.monotonic();
    this.#begun = this.#begun.filter((at) => now - at < WITHIN_MS);
    if (this.#begun.length >= MOST) return false;
    this.#begun.push(now);
    return true;
  }
}
