import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY = 20;

/** Waits for something that other processes do. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 20_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await delay(LOOK_EVERY);
  }
}
