/** Records one workload, in a process of its own. */
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readTrace, type Step } from "./trace.ts";

export type Synchronous = "FULL" | "NORMAL" | "OFF";

/** From src as well as from dist: the process needs what was built, the compiler what was written. */
const WORKLOAD = fileURLToPath(new URL("../../../dist/simulation/ledger-cuts/workload.js", import.meta.url));
const SOURCE = fileURLToPath(new URL("../../../src/simulation/ledger-cuts/record-writes.c", import.meta.url));
const FLAGS = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"];
const TIMEOUT_MS = 60_000;

/** The library that records, in a folder that its caller removes. */
export function compileRecorder(folder: string): string {
  const library = join(folder, "record-writes.so");
  execFileSync("clang", [...FLAGS, "-o", library, SOURCE, "-ldl"], { stdio: "pipe" });
  return library;
}

export async function record(
  recorder: string,
  around: string,
  seed: string,
  changes: number,
  synchronous: Synchronous,
): Promise<Step[]> {
  const place = mkdtempSync(join(around, "record-"));
  const [folder, trace] = [join(place, "data"), join(place, "trace")];
  try {
    mkdirSync(folder);
    await promisify(execFile)(process.execPath, [WORKLOAD, folder, seed, String(changes), synchronous], {
      env: { ...process.env, LD_PRELOAD: recorder, RECORD_FOLDER: folder, RECORD_TRACE: trace },
      timeout: TIMEOUT_MS,
    });
    return readTrace(readFileSync(trace));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
