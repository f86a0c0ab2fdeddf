import type { Random } from "../random.ts";

/** Waits between tries: doubling from `first` to `most`, each shortened at random so that many do not march in step. */
export interface BackoffOptions {
  readonly first: number;
  readonly most: number;
}

/** Milliseconds before try number `attempt` (from 0). */
export function backoff(attempt: number, random: Random, { first, most }: BackoffOptions): number {
  const whole = Math.min(most, first * 2 ** Math.min(attempt, 30));
  return whole - random.below(Math.ceil(whole / 2));
}
