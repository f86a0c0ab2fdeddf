/**
 * How many tries at PINs anybody may have (facts: 4 wrong, then 5 minutes; each 2 more, 15 minutes; 10 in a row, none
 * until the operator helps), counted from the answers that people got. The controller may count more, never less.
 */
import type { Violations } from "./violations.ts";

/** At most so many in so much time. */
const WINDOWS = [
  { tries: 4, ms: 300_000 },
  { tries: 6, ms: 1_200_000 },
  { tries: 8, ms: 2_100_000 },
  { tries: 10, ms: Number.POSITIVE_INFINITY },
] as const;
/** Two each, which are four. */
const CUTS_TO_WAIT = 2;
/** The controller counts whole seconds of its own. */
const TOLERANCE_MS = 2000;

interface Try {
  readonly phone: string;
  readonly locker: number;
  readonly at: number;
}

export class Budget {
  readonly #violations: Violations;
  readonly #now: () => number;
  readonly #everWrong = new Set<string>();
  /** Tries in the middle of which power failed, by phone. */
  readonly #cutOff = new Map<string, number>();
  /** When tries were last forgiven, by locker or phone. */
  readonly #forgiven = new Map<number | string, number>();
  #tries: Try[] = [];
  /** Wrong tries in all. */
  count = 0;

  constructor(violations: Violations, now: () => number) {
    this.#violations = violations;
    this.#now = now;
  }

  /** A wrong PIN that somebody who tried from `since` on learned to be wrong. */
  wrong(phone: string, locker: number, since: number): void {
    const now = this.#now();
    this.count++;
    this.#everWrong.add(phone);
    // Answers are late: it may have been tried before it was forgiven.
    if ([phone, locker].some((key) => (this.#forgiven.get(key) ?? -1) >= since)) return;
    this.#tries.push({ phone, locker, at: now });
    const mine = this.#tries.filter((one) => one.phone === phone);
    for (const { tries, ms } of WINDOWS) {
      const within = mine.filter(({ at }) => now - at < ms - TOLERANCE_MS).length;
      if (within > tries) {
        this.#violations.add("S7", `${within} tries at the PIN of ${phone} in ${ms / 1000} s`);
        return;
      }
    }
  }

  /** Somebody tried, and perhaps it was counted. */
  perhaps(phone: string): void {
    this.#everWrong.add(phone);
  }

  /** Power failed before the answer, so that also a right PIN may have been counted as wrong, by each side of the cut. */
  cutOff(phone: string): void {
    this.#cutOff.set(phone, (this.#cutOff.get(phone) ?? 0) + 1);
  }

  /** The right PIN, or the end of the rental. */
  right(locker: number): void {
    this.#forgiven.set(locker, this.#now());
    this.#tries = this.#tries.filter((one) => one.locker !== locker);
  }

  /** The operator gives a new PIN. */
  forgive(phone: string): void {
    this.#forgiven.set(phone, this.#now());
    this.#tries = this.#tries.filter((one) => one.phone !== phone);
  }

  /** The phone may have to wait. */
  tried(phone: string): boolean {
    return this.#everWrong.has(phone) || (this.#cutOff.get(phone) ?? 0) >= CUTS_TO_WAIT;
  }
}
