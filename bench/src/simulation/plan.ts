/** A history to be: made from the seed as plain data, so that it can be shortened and repeated. */
import { Prng } from "./prng.ts";

/** `wait`: ms after the step before. `pick` chooses among what there is by then. */
export type Step = { readonly wait: number } & (
  | {
      readonly do: "store-keypad";
      readonly phone: string;
      readonly pin: string;
      readonly locker: number;
      readonly patience: number;
      readonly after: After;
    }
  | {
      readonly do: "collect-keypad";
      readonly pick: number;
      readonly wrong?: string;
      readonly patience: number;
      readonly after: After;
    }
  | { readonly do: "store-page"; readonly phone: string; readonly locker: number; readonly stubborn: boolean }
  | { readonly do: "collect-page"; readonly pick: number; readonly wrong?: string; readonly after: After }
  | { readonly do: "resend" | "receipt"; readonly pick: number }
  | {
      readonly do: "office";
      readonly what: "open" | "release" | "out" | "in" | "reissue";
      readonly locker: number;
    }
  | {
      readonly do: "quality";
      readonly lost: number;
      readonly doubled: number;
      readonly delayed: number;
      readonly damaged: number;
      readonly noise: number;
    }
  | { readonly do: "plug"; readonly in: boolean }
  | { readonly do: "deaf"; readonly side: "gateway" | "controller"; readonly on: boolean }
  /** Everything that a side sends comes late, in its order. */
  | { readonly do: "stall"; readonly side: "gateway" | "controller"; readonly for: number }
  /** `bytes`: during the EEPROM byte after so many; 0: now. */
  | { readonly do: "power"; readonly bytes: number; readonly torn: 0 | 1 | 2; readonly off: number }
  /** `commits`: at the commit after so many; 0: now. */
  | { readonly do: "crash"; readonly commits: number; readonly kept: boolean; readonly off: number }
  | { readonly do: "full"; readonly for: number }
  | { readonly do: "wall"; readonly by: number }
  | { readonly do: "backup" | "restore" | "nothing" }
  | { readonly do: "expander"; readonly for: number }
  | { readonly do: "service"; readonly how: "soon" | "late" | "twice" | "fails" | "hangs" | "loses" }
  /** Somebody on the wire repeats what was sent `ago` pieces ago. */
  | {
      readonly do: "replay";
      readonly to: "gateway" | "controller";
      readonly ago: number;
      readonly count: number;
    }
  /** Somebody on the wire writes a message without a key. */
  | { readonly do: "forge"; readonly what: number; readonly locker: number }
);
export type After = "finish" | "keep" | "leave" | "reopen";

const STEPS = 120;
const STEPS_A_DAY = 300;
const DAY_MS = 86_400_000;

export interface PlanOptions {
  readonly steps: number;
  readonly faults: boolean;
  /** Spread over so many ms in all; else people come one after the other. */
  readonly spread?: number;
}

const TEN_YEARS_MS = 10 * 365.25 * 86_400_000;
const PEOPLE = 7;
const NEVER = 99;

type Make = (prng: Prng, phones: readonly string[]) => Omit<Step, "wait">;

const after = (prng: Prng): After => prng.pick(["finish", "finish", "finish", "keep", "leave", "reopen"]);
const locker = (prng: Prng) => prng.between(1, 8);
const patience = (prng: Prng) => (prng.chance(0.08) ? prng.below(16) : NEVER);
const wrong = (prng: Prng) => (prng.chance(0.14) ? { wrong: prng.digits(6) } : {});
const off = (prng: Prng) => prng.between(20, prng.chance(0.2) ? 6000 : 800);

const DEEDS: readonly (readonly [number, Make])[] = [
  [
    14,
    (p, phones) => ({
      do: "store-keypad",
      phone: p.pick(phones),
      pin: p.digits(6),
      locker: locker(p),
      patience: patience(p),
      after: after(p),
    }),
  ],
  [18, (p) => ({ do: "collect-keypad", pick: p.u32(), ...wrong(p), patience: patience(p), after: after(p) })],
  [
    22,
    (p, phones) => ({ do: "store-page", phone: p.pick(phones), locker: locker(p), stubborn: p.chance(0.5) }),
  ],
  [30, (p) => ({ do: "collect-page", pick: p.u32(), ...wrong(p), after: after(p) })],
  [5, (p) => ({ do: "resend", pick: p.u32() })],
  [10, (p) => ({ do: "receipt", pick: p.u32() })],
  [4, (p) => ({ do: "office", what: "open", locker: locker(p) })],
  [5, (p) => ({ do: "office", what: "release", locker: locker(p) })],
  [3, (p) => ({ do: "office", what: "out", locker: locker(p) })],
  [5, (p) => ({ do: "office", what: "in", locker: locker(p) })],
  [4, (p) => ({ do: "office", what: "reissue", locker: locker(p) })],
];

const FAULTS: readonly (readonly [number, Make])[] = [
  [
    5,
    (p) => ({ do: "stall", side: p.pick(["gateway", "controller"] as const), for: p.between(200, 12_000) }),
  ],
  [
    6,
    (p) => ({
      do: "quality",
      lost: p.fraction() * 0.3,
      doubled: p.fraction() * 0.3,
      delayed: p.fraction() * 0.3,
      damaged: p.fraction() * 0.2,
      noise: p.fraction() * 0.2,
    }),
  ],
  [6, () => ({ do: "quality", lost: 0, doubled: 0, delayed: 0, damaged: 0, noise: 0 })],
  [3, () => ({ do: "plug", in: false })],
  [6, () => ({ do: "plug", in: true })],
  [2, (p) => ({ do: "deaf", side: p.pick(["gateway", "controller"] as const), on: true })],
  [5, (p) => ({ do: "deaf", side: p.pick(["gateway", "controller"] as const), on: false })],
  [10, (p) => ({ do: "power", bytes: p.between(1, 60), torn: p.pick([0, 1, 2] as const), off: off(p) })],
  [4, (p) => ({ do: "power", bytes: 0, torn: p.pick([0, 1, 2] as const), off: off(p) })],
  [8, (p) => ({ do: "crash", commits: p.between(1, 12), kept: p.chance(0.5), off: off(p) })],
  [3, (p) => ({ do: "crash", commits: 0, kept: false, off: off(p) })],
  [2, (p) => ({ do: "full", for: p.between(200, 4000) })],
  [4, (p) => ({ do: "wall", by: Math.round((p.fraction() * 2 - 1) * TEN_YEARS_MS) })],
  [2, () => ({ do: "backup" })],
  [1, () => ({ do: "restore" })],
  [2, (p) => ({ do: "expander", for: p.between(200, 5000) })],
  [
    5,
    (p) => ({
      do: "service",
      how: p.pick(["soon", "soon", "soon", "late", "twice", "fails", "hangs", "loses"] as const),
    }),
  ],
  [
    5,
    (p) => ({
      do: "replay",
      to: p.pick(["gateway", "controller"] as const),
      ago: p.between(1, 120),
      count: p.between(1, 60),
    }),
  ],
  [4, (p) => ({ do: "forge", what: p.u32(), locker: locker(p) })],
];

function choose(prng: Prng, table: readonly (readonly [number, Make])[]): Make {
  let at = prng.below(table.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of table) {
    if (at < weight) return make;
    at -= weight;
  }
  return table[0]?.[1] as Make;
}

export function makePlan(seed: string, { steps, faults, spread }: PlanOptions): Step[] {
  const prng = new Prng(seed).fork("plan");
  const phones = Array.from({ length: PEOPLE }, () => `4179${prng.between(2, 9)}${prng.digits(6)}`);
  // Some histories are calm, some are hell.
  const risk = faults ? prng.pick([0.02, 0.1, 0.25]) : 0;
  return Array.from({ length: steps }, () => {
    const made = choose(prng, prng.chance(risk) ? FAULTS : DEEDS)(prng, phones);
    const rush = prng.chance(0.35) ? 0 : prng.between(20, 900);
    const wait = spread === undefined ? rush : Math.round((prng.fraction() * 2 * spread) / steps);
    return { wait, ...made } as Step;
  });
}

/** What a seed is run with, in the usual density or spread over days. */
export function planOf(days: number | undefined): PlanOptions {
  if (days === undefined) return { steps: STEPS, faults: true };
  return { steps: Math.round(STEPS_A_DAY * days), faults: true, spread: DAY_MS * days };
}
