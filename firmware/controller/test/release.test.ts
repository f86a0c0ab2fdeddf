import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildFirmware, HEX_NAME, hashSources, type Manifest, RELEASE } from "../src/firmware.ts";

const manifest = JSON.parse(readFileSync(join(RELEASE, "manifest.json"), "utf8")) as Manifest;

test("the kept firmware is built from the sources as they are (else: npm run firmware)", () => {
  expect(manifest.sources).toBe(hashSources());
});

test("a new build gives the kept file, byte for byte", () => {
  const built = buildFirmware("build/check");
  expect(readFileSync(join(RELEASE, HEX_NAME), "utf8")).toBe(built.hex);
  expect(manifest).toEqual(built.manifest);
});
