import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyPatch } from "@holdfast/controller/wasm";
import { expect, test } from "vitest";
import { hunt } from "../../src/simulation/hunt.ts";
import { MUTANTS } from "../../src/simulation/mutants.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Few, because each takes some seconds: `npm run simulate -- --mutants` hunts all. */
const HUNTED = [
  "a try is counted after the check, and a power cut gives it back",
  "a pulse is resumed after a reset",
  "the gateway acknowledges before it commits",
  "the log tells the PIN",
];

test("at least twelve mutants are planted, and each fits its place", () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(12);
  for (const { core = [], gateway = [] } of MUTANTS) {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-mutants-"));
    try {
      cpSync(join(root, "firmware/controller/core"), join(folder, "core"), { recursive: true });
      cpSync(join(root, "gateway/dist"), join(folder, "dist"), { recursive: true });
      for (const patch of core) applyPatch(folder, patch);
      for (const patch of gateway) applyPatch(join(folder, "dist"), patch);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});

test.each(HUNTED)("caught: %s", { timeout: 300_000 }, async (name) => {
  const mutant = MUTANTS.find((one) => one.name === name);
  expect(mutant).toBeDefined();
  if (mutant) expect((await hunt(mutant)).report?.violation).toBeDefined();
});
