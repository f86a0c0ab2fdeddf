/** One seed from its plan to its end. */
import type { ControllerMaker } from "./controller.ts";
import { finale } from "./finale.ts";
import { type Memory, perform } from "./perform.ts";
import { makePlan, type PlanOptions, type Step } from "./plan.ts";
import type { Violation } from "./violations.ts";
import type { Wifi } from "./wifi.ts";
import { World, type WorldOptions } from "./world.ts";

export interface RunOptions extends PlanOptions {
  readonly seed: string;
  readonly make: ControllerMaker;
  /** Instead of the plan of the seed. */
  readonly plan?: readonly Step[];
  readonly keepHistory?: boolean;
  readonly wallOff?: number;
  readonly keys?: { readonly from: number; readonly to: number };
  readonly wifi?: NonNullable<WorldOptions["wifi"]>;
}

export interface Run {
  readonly hash: string;
  readonly operations: number;
  readonly violations: readonly Violation[];
  readonly history: readonly string[];
  /** Simulated ms. */
  readonly time: number;
  /** What happened to the bridge, where there is one. */
  readonly troubles: Wifi["troubles"] | undefined;
}

/** Time for what is under way after the last step. */
const LAST_MS = 12_000;

export async function runSeed(options: RunOptions): Promise<Run> {
  const plan = options.plan ?? makePlan(options.seed, options);
  const world = new World(options);
  const memory: Memory = { backup: undefined };
  const { timeline, violations } = world;
  try {
    world.cabinet.powerOn();
    world.gateway.start();
    await world.live(timeline.now + 4000, () => world.ready);
    for (const step of plan) {
      if (step.wait > 0) await world.live(timeline.now + step.wait);
      if (violations.all.length > 0) break;
      world.trace.note(step);
      perform(world, memory, step);
    }
    await world.live(timeline.now + LAST_MS, () => world.idle);
    await finale(world);
  } finally {
    world.close();
  }
  return {
    hash: world.trace.hash,
    operations: world.operations,
    violations: violations.all,
    history: world.trace.lines,
    time: timeline.now,
    troubles: world.wifi?.troubles,
  };
}
