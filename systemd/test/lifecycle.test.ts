/** The package on this machine itself, under an overlay: what an owner does with it, and the power cut in the middle. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { liveThrough } from "../../bench/src/install/lifecycle.ts";
import { OverlayRoot } from "../../bench/src/install/overlay-root.ts";
import { buildPackages, type Packages } from "../../bench/src/install/packages.ts";
import { cutUpgrades } from "../../bench/src/install/upgrade-cuts.ts";

const LONG = 180_000;
/** `npm run bench -- install` makes many. */
const CUTS = 4;
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

test("a power cut in the middle of an upgrade leaves one that starts", { timeout: LONG }, async () => {
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  const { cuts, dead, broken } = await onThisMachine((root) => cutUpgrades(CUTS, packages, root, tell));
  expect({ cuts, dead, broken }, told.join("\n")).toEqual({ cuts: CUTS, dead: [], broken: [] });
});
