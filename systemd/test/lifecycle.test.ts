/** What an owner does with the package, and power cuts, on this machine itself under an overlay. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { buildPackages } from "../../bench/src/install/packages.ts";
import { asRoot } from "./as-root.ts";

const DRILL = fileURLToPath(new URL("../../bench/dist/install/drill.js", import.meta.url));
const LONG = 240_000;
let found: Record<"wrong" | "betweenFiles" | "byTheClock", unknown>;
let told = "";

beforeAll(async () => {
  const packages = buildPackages();
  try {
    const words = asRoot(process.execPath, DRILL, packages.old, packages.new);
    const { stdout, stderr } = await promisify(execFile)(...words, { timeout: LONG });
    found = JSON.parse(stdout);
    told = stderr;
  } finally {
    packages.close();
  }
}, LONG);

test("it is installed, upgraded, downgraded, removed, installed again and purged", () => {
  expect(found.wrong).toEqual([]);
});

test("a power cut between the files of an upgrade leaves one whole version that starts", () => {
  expect(found.betweenFiles, told).toEqual({ cuts: 3, dead: [], broken: [] });
});

test("a power cut at any time leaves one whole version that starts", () => {
  expect(found.byTheClock, told).toEqual({ cuts: 3, dead: [], broken: [] });
});
