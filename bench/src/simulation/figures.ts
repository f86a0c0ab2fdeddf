/** What `npm run simulate` promises, measured. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWasm } from "@holdfast/controller/wasm";
import { type Figure, figure } from "../figure.ts";
import { runCrew } from "./crew.ts";
import { hunt } from "./hunt.ts";
import { MUTANTS } from "./mutants.ts";
import { planOf } from "./plan.ts";
import { tell } from "./tell.ts";
import type { Report } from "./worker.ts";

const MUTANTS_LEAST = 12;
const OPERATIONS_LEAST = 100_000;
const SHOWN_MOST = 20;
/** Failing histories that are made as short as possible: that takes some seconds each. */
const TOLD_MOST = 3;
const PROGRESS_MS = 5000;

export interface SeedFiguresOptions {
  readonly count: number;
  readonly from: number;
  readonly days?: number;
}

export async function* seedFigures({ count, from, days }: SeedFiguresOptions): AsyncIterable<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-simulate-"));
  const wasm = join(folder, "core.wasm");
  writeFileSync(wasm, buildWasm());
  try {
    const seeds = Array.from({ length: count }, (_, index) => `${from + index}`);
    const plan = planOf(days);
    const began = performance.now();
    const reports = await runCrew({ wasm, what: "seeds", seeds, plan }, { onReport: progress(count, days) });
    const minutes = (performance.now() - began) / 60_000;
    const operations = reports.reduce((sum, report) => sum + report.operations, 0);
    const broken = reports.filter(({ violation }) => violation !== undefined);
    yield figure("simulate.seeds", reports.length, "seeds", { atLeast: count });
    yield figure("simulate.operations_per_minute", operations / minutes, "1/min", {
      atLeast: OPERATIONS_LEAST,
    });
    yield figure("simulate.violations", broken.length, "seeds", { atMost: 0 });
    for (const { seed } of broken.slice(0, TOLD_MOST)) await tell(seed, days === undefined ? {} : { days });
    const guesses = Array.from({ length: Math.ceil(count / 20) }, (_, index) => `${from + index}`);
    const guessed = await runCrew({ wasm, what: "guesses", seeds: guesses, plan });
    const over = guessed.filter(({ violation }) => violation !== undefined);
    for (const report of over.slice(0, SHOWN_MOST)) explain(report, days);
    yield figure("simulate.guesses_over_budget", over.length, "guesses", { atMost: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function* mutantFigures(): AsyncIterable<Figure> {
  let caught = 0;
  for (const mutant of MUTANTS) {
    const { report, seeds } = await hunt(mutant);
    if (report) caught++;
    const how = report?.violation
      ? `${report.violation.invariant} in seed ${report.seed}: ${report.violation.text}`
      : "NOT CAUGHT";
    console.error(`${mutant.name} (breaks ${mutant.breaks}): ${how} (${seeds} seeds)`);
  }
  yield figure("simulate.mutants_planted", MUTANTS.length, "mutants", { atLeast: MUTANTS_LEAST });
  yield figure("simulate.mutants_caught", caught, "mutants", { atLeast: MUTANTS.length });
}

function explain({ seed, violation }: Report, days: number | undefined): void {
  console.error(`seed ${seed}: ${violation?.invariant}: ${violation?.text}`);
  console.error(`  npm run simulate -- --seed ${seed}${days === undefined ? "" : ` --days ${days}`}`);
}

function progress(count: number, days: number | undefined): (report: Report) => void {
  let [done, operations, broken, told] = [0, 0, 0, performance.now()];
  return (report) => {
    done++;
    operations += report.operations;
    if (report.violation && ++broken <= SHOWN_MOST) explain(report, days);
    if (performance.now() - told < PROGRESS_MS) return;
    told = performance.now();
    console.error(`${done} of ${count} seeds, ${operations} operations, ${broken} broken`);
  };
}
