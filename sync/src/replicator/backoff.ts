/** Waits between tries, in milliseconds. */

/** From 0 up to 1. */
export type Random = () => number;

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Full jitter, so that many who lost the same server do not come back in step: 1 s to twice the last bound, at most 60 s. */
export function backoff(failures: number, random: Random): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures + 1, 16));
  return FIRST_MS + random() * (bound - FIRST_MS);
}

const SHORT_MS = 50;
const SHORT_LONGEST_MS = 2000;

/** Before the same call once more, when others were in the way: 50 ms to 2 s. */
export function shortBackoff(failures: number, random: Random): number {
  const bound = Math.min(SHORT_LONGEST_MS, SHORT_MS * 2 ** (failures + 1));
  return SHORT_MS + random() * (bound - SHORT_MS);
}

const SLOW_MS = 600_000;

/** While a person has to do something first: ten minutes and a little. */
export function slowBackoff(random: Random): number {
  return SLOW_MS * (1 + random() / 10);
}
