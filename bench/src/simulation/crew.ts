/** Hands seeds to worker processes and collects what they report. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Patch } from "@holdfast/controller/wasm";
import type { Job, Report } from "./worker.ts";

export interface CrewOptions {
  readonly processes?: number;
  /** Planted in the gateway. */
  readonly gateway?: readonly Patch[];
  onReport?(report: Report): void;
  /** Enough is known: the others may stop. */
  enough?(report: Report): boolean;
}

/** What patch-gateway.ts reads. */
const PATCHES = "HOLDFAST_PATCHES";
/** Tests run this file from its source; workers are always the built ones. */
const BUILT = new URL(import.meta.url.endsWith(".ts") ? "../../dist/simulation/" : "./", import.meta.url);
const WORKER = fileURLToPath(new URL("worker.js", BUILT));
const PATCHER = new URL("patch-gateway.js", BUILT).href;

/** All reports, in the order in which they came. Rejects when a process fails. */
export async function runCrew(job: Job, options: CrewOptions = {}): Promise<Report[]> {
  const { processes = 2, onReport, enough } = options;
  const reports: Report[] = [];
  const children: ChildProcess[] = [];
  // Nobody is started for nothing.
  const crew = Math.min(processes, job.seeds.length);
  const shares = Array.from({ length: crew }, (_, index) =>
    job.seeds.filter((_seed, at) => at % crew === index),
  );
  const take = (report: Report) => {
    reports.push(report);
    onReport?.(report);
    if (enough?.(report)) for (const child of children) child.kill();
  };
  await Promise.all(shares.map((seeds) => runChild({ ...job, seeds }, options.gateway, children, take)));
  return reports;
}

function runChild(
  job: Job,
  gateway: readonly Patch[] | undefined,
  children: ChildProcess[],
  take: (report: Report) => void,
): Promise<void> {
  const child = fork(WORKER, [], {
    execArgv: gateway ? ["--import", PATCHER] : [],
    env: { ...process.env, ...(gateway ? { [PATCHES]: JSON.stringify(gateway) } : {}) },
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.on("message", (report) => take(report as Report));
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0 || signal !== null) resolve();
      else reject(new Error(`a worker of the simulation ended with ${code}`));
    });
    child.send(job);
  });
}
