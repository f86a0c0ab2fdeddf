import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWasm } from "@holdfast/controller/wasm";
import { expect, test } from "vitest";
import { runCrew } from "../../src/simulation/crew.ts";
import { runSeed } from "../../src/simulation/run.ts";
import { core } from "./support/core.ts";

const plan = { steps: 120, faults: true };
const TEN_YEARS_MS = 10 * 365.25 * 86_400_000;

test("the same seed gives the same trace in another process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-simulate-"));
  try {
    const wasm = join(folder, "core.wasm");
    writeFileSync(wasm, buildWasm());
    const seeds = ["7", "7", "8", "8"];
    const reports = await runCrew({ wasm, what: "seeds", seeds, plan });
    const hashes = (seed: string) =>
      new Set(reports.filter((report) => report.seed === seed).map(({ hash }) => hash));
    expect(hashes("7").size).toBe(1);
    expect(hashes("8").size).toBe(1);
    expect(hashes("7")).not.toEqual(hashes("8"));
    const here = await runSeed({ ...plan, seed: "7", make: core() });
    expect(hashes("7")).toEqual(new Set([here.hash]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each(["11", "12", "13"])("no decision reads the wall clock: seed %s", async (seed) => {
  const now = await runSeed({ ...plan, seed, make: core() });
  const later = await runSeed({ ...plan, seed, make: core(), wallOff: TEN_YEARS_MS });
  const before = await runSeed({ ...plan, seed, make: core(), wallOff: -TEN_YEARS_MS });
  expect(later.hash).toBe(now.hash);
  expect(before.hash).toBe(now.hash);
});
