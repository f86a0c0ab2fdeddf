/** Plants mutants one after the other and looks which invariant notices each. */
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWasm } from "@holdfast/controller/wasm";
import { runCrew } from "./crew.ts";
import type { Mutant } from "./mutants.ts";
import type { Report } from "./worker.ts";

export interface Caught {
  readonly mutant: Mutant;
  /** What noticed it first; undefined when nothing did. */
  readonly report: Report | undefined;
  readonly seeds: number;
}

/** Seeds until a mutant counts as not noticed. */
const SEEDS = 600;
const GUESSES = 24;
const STEPS = 120;

export async function hunt(mutant: Mutant): Promise<Caught> {
  const wasm = join(tmpdir(), `holdfast-mutant-${process.pid}.wasm`);
  writeFileSync(wasm, buildWasm(mutant.core));
  try {
    const options = {
      ...(mutant.gateway ? { gateway: mutant.gateway } : {}),
      enough: ({ violation }: Report) => violation !== undefined,
    };
    const plan = { steps: STEPS, faults: true };
    const guesses = mutant.breaks === "S7";
    const what = guesses ? "guesses" : "seeds";
    const seeds = Array.from({ length: guesses ? GUESSES : SEEDS }, (_, index) => `${index + 1}`);
    const reports = await runCrew({ wasm, what, seeds, plan }, options);
    return {
      mutant,
      report: reports.find(({ violation }) => violation !== undefined),
      seeds: reports.length,
    };
  } finally {
    rmSync(wasm, { force: true });
  }
}
