/** Waits between tries: doubling from `first` to `most`, each shortened at random so that many do not march in step. */
export interface BackoffOptions {
  readonly first: number;
  readonly most: number;
}

/** Milliseconds before try number `attempt` (from 0); `random` is from 0 to 1. */
export function backoff(attempt: number, random: number, { first, most }: BackoffOptions): number {
  const whole = Math.min(most, first * 2 ** Math.min(attempt, 30));
  return Math.round(whole * (0.5 + 0.5 * random));
}
