/** A process of its own that runs a range of seeds: `Job` in, `Report` out. Ends with its parent. */
import { readFileSync } from "node:fs";
import { guess } from "./guessing.ts";
import { type RunOptions, runSeed } from "./run.ts";
import type { Violation } from "./violations.ts";
import { wasmControllers } from "./wasm-controller.ts";

export interface Job {
  /** The compiled core. */
  readonly wasm: string;
  readonly what: "seeds" | "guesses";
  readonly seeds: readonly string[];
  readonly plan: Pick<RunOptions, "steps" | "faults"> & { readonly spread?: number };
}

export interface Report {
  readonly seed: string;
  readonly hash: string;
  readonly operations: number;
  readonly tries: number;
  readonly violation?: Violation;
}

async function runOne(job: Job, make: RunOptions["make"], seed: string): Promise<Report> {
  if (job.what === "guesses") {
    const { operations, tries, violations } = await guess(seed, make);
    return { seed, hash: "", operations, tries, ...(violations[0] ? { violation: violations[0] } : {}) };
  }
  const { hash, operations, violations } = await runSeed({ ...job.plan, seed, make });
  return { seed, hash, operations, tries: 0, ...(violations[0] ? { violation: violations[0] } : {}) };
}

process.on("message", (job: Job) => {
  const make = wasmControllers(new Uint8Array(readFileSync(job.wasm)));
  const run = async () => {
    for (const seed of job.seeds) process.send?.(await runOne(job, make, seed));
    process.disconnect();
  };
  run().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
