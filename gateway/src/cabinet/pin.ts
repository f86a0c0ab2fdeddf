/** Random PINs. The controller refuses the obvious ones by the same rule. */
import type { Random } from "../random.ts";

/** All digits the same, or each one more (or one less) than the one before, where 0 follows 9. */
export function isObviousPin(pin: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < pin.length; i++) steps.add((pin.charCodeAt(i) - pin.charCodeAt(i - 1) + 10) % 10);
  const [step = 0] = steps;
  return steps.size <= 1 && (step === 0 || step === 1 || step === 9);
}

export function randomPin(digits: number, random: Random): string {
  for (;;) {
    const pin = Array.from({ length: digits }, () => random.below(10)).join("");
    if (!isObviousPin(pin)) return pin;
  }
}
