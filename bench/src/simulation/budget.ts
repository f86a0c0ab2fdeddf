/**
 * How many tries at PINs anybody may have (facts: 4 wrong, then 5 minutes; each 2 more, 15 minutes; 10 in a row, none
 * until the operator helps), counted from the answers that people got.
 */
import type { Violations } from "./violations.ts";

const FIRST = 4;
const NEXT = 2;
const MOST = 10;
const WAIT_FIRST_MS = 300_000;
const WAIT_NEXT_MS = 900_000;
/** A second is counted by the controller's own clock. */
const TOLERANCE_MS = 2000;

interface Tries {
  phone: string;
  wrong: number;
  last: number;
}

export class Budget {
  readonly #violations: Violations;
  readonly #tries = new Map<number, Tries>();
  /** Phones of which the count is not certain. */
  readonly #doubted = new Set<string>();
  /** Wrong tries in all. */
  tries = 0;
  readonly #everWrong = new Set<string>();

  constructor(violations: Violations) {
    this.#violations = violations;
  }

  wrong(phone: string, locker: number, since: number, now: number): void {
    this.#everWrong.add(phone);
    const { wrong, last } = this.#of(phone);
    const wait =
      wrong < FIRST || (wrong - FIRST) % NEXT !== 0 ? 0 : wrong === FIRST ? WAIT_FIRST_MS : WAIT_NEXT_MS;
    if (this.#doubted.has(phone)) return;
    this.tries++;
    if (wrong >= MOST) this.#violations.add("S7", `try ${wrong + 1} at the PIN of ${phone}`);
    else if (wait > 0 && now - last < wait - TOLERANCE_MS)
      this.#violations.add("S7", `try ${wrong + 1} after ${Math.round(now - last)} ms instead of ${wait}`);
    const tries = this.#tries.get(locker);
    if (tries?.phone === phone) {
      tries.wrong++;
      tries.last = since;
    } else this.#tries.set(locker, { phone, wrong: 1, last: since });
  }

  doubt(phone: string): void {
    this.#doubted.add(phone);
    this.#everWrong.add(phone);
  }

  /** The right PIN, or the end of the rental. */
  right(locker: number): void {
    this.#tries.delete(locker);
  }

  /** The operator gives a new PIN. */
  forgive(phone: string): void {
    for (const [locker, tries] of this.#tries) if (tries.phone === phone) this.#tries.delete(locker);
  }

  /** Somebody tried a wrong PIN, so that the phone may have to wait. */
  tried(phone: string): boolean {
    return this.#everWrong.has(phone);
  }

  #of(phone: string): { wrong: number; last: number } {
    let [wrong, last] = [0, Number.NEGATIVE_INFINITY];
    for (const tries of this.#tries.values()) {
      if (tries.phone !== phone) continue;
      wrong += tries.wrong;
      last = Math.max(last, tries.last);
    }
    return { wrong, last };
  }
}
