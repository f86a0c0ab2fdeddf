import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWasm } from "@holdfast/controller/wasm";
import { expect, test } from "vitest";
import { runCrew } from "../../src/simulation/crew.ts";

const SEEDS = 300;
const MOST_MS = 600_000;

test("300 histories full of faults break no invariant", { timeout: MOST_MS }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-simulate-"));
  const wasm = join(folder, "core.wasm");
  try {
    writeFileSync(wasm, buildWasm());
    const seeds = Array.from({ length: SEEDS }, (_, index) => `${index + 1}`);
    const reports = await runCrew({ wasm, what: "seeds", seeds, plan: { steps: 120, faults: true } });
    const broken = reports.filter(({ violation }) => violation !== undefined);
    expect(
      broken.map(({ seed, violation }) => `seed ${seed}: ${violation?.invariant} ${violation?.text}`),
    ).toEqual([]);
    expect(reports).toHaveLength(SEEDS);
    expect(reports.reduce((sum, { operations }) => sum + operations, 0)).toBeGreaterThan(SEEDS * 50);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
