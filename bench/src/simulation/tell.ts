/** Repeats one seed and tells its history: when it fails, the shortest one that still fails. */
import { buildWasm } from "@holdfast/controller/wasm";
import { makePlan, planOf, type Step } from "./plan.ts";
import { runSeed } from "./run.ts";
import { shrink } from "./shrink.ts";
import { wasmControllers } from "./wasm-controller.ts";

/** True when nothing was broken. */
export async function tell(seed: string, { days }: { days?: number } = {}): Promise<boolean> {
  const options = { ...planOf(days), seed, make: wasmControllers(buildWasm()), keepHistory: true };
  const whole = await runSeed(options);
  const [first] = whole.violations;
  if (first === undefined) {
    for (const line of whole.history) console.error(line);
    console.error(`seed ${seed}: nothing was broken; trace ${whole.hash}`);
    return true;
  }
  const fails = async (plan: readonly Step[]) =>
    (await runSeed({ ...options, plan })).violations[0]?.invariant === first.invariant;
  const plan = await shrink(makePlan(seed, options), fails);
  const short = await runSeed({ ...options, plan });
  for (const line of short.history) console.error(line);
  for (const { invariant, text, at } of short.violations)
    console.error(`${at.toFixed(1)} ${invariant}: ${text}`);
  console.error(
    `seed ${seed}: ${first.invariant} is broken, shown by ${plan.length} of ${options.steps} steps`,
  );
  console.error(
    `repeat it: npm run simulate -- --seed ${seed}${days === undefined ? "" : ` --days ${days}`}`,
  );
  return false;
}
