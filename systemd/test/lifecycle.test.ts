/** The package on this machine itself, under an overlay: what an owner does with it, and the power cut in the middle; the bench makes more cuts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { liveThrough } from "../../bench/src/install/lifecycle.ts";
import { OverlayRoot } from "../../bench/src/install/overlay-root.ts";
import { buildPackages, type Packages } from "../../bench/src/install/packages.ts";
import { betweenFiles, byTheClock, cutUpgrades } from "../../bench/src/install/upgrade-cuts.ts";

const LONG = 180_000;
let packages: Packages;

beforeAll(() => {
  packages = buildPackages();
}, LONG);
afterAll(() => packages.close());

async function onThisMachine<Result>(use: (root: OverlayRoot) => Result | Promise<Result>): Promise<Result> {
  const root = await OverlayRoot.make();
  try {
    return await use(root);
  } finally {
    root.close();
  }
}

test("it is installed, upgraded, downgraded, removed, installed again and purged", {
  timeout: LONG,
}, async () => {
  const { wrong } = await onThisMachine((root) => liveThrough(packages, root));
  expect(wrong).toEqual([]);
});

test.each([
  ["while one file after the other is replaced", betweenFiles, 3],
  ["at any time", byTheClock, 3],
])("a power cut %s leaves one whole version that starts", { timeout: LONG }, async (_when, die, cuts) => {
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  const found = await onThisMachine((root) => cutUpgrades({ cuts, packages, root, die, tell }));
  expect(found, told.join("\n")).toEqual({ cuts, dead: [], broken: [] });
});
