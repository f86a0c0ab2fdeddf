/**
 * `drill.js OLD.deb NEW.deb`, as root: what an owner does with a package, and the power cut in the middle, on this machine
 * under an overlay. Prints what it found as JSON; for systemd/test/lifecycle.test.ts.
 */
import { liveThrough } from "./lifecycle.ts";
import { OverlayRoot } from "./overlay-root.ts";
import type { Root } from "./root.ts";
import { betweenFiles, byTheClock, cutUpgrades, type Die } from "./upgrade-cuts.ts";

/** `npm run bench -- install` makes more. */
const CUTS = 3;
const [old = "", next = ""] = process.argv.slice(2);
const packages = { old, new: next };

async function onThisMachine<Result>(use: (root: Root) => Result | Promise<Result>): Promise<Result> {
  const root = await OverlayRoot.make();
  try {
    return await use(root);
  } finally {
    root.close();
  }
}

const cut = (die: Die) =>
  onThisMachine((root) => cutUpgrades({ cuts: CUTS, packages, root, die, tell: console.error }));

console.log(
  JSON.stringify({
    wrong: (await onThisMachine((root) => liveThrough(packages, root))).wrong,
    betweenFiles: await cut(betweenFiles),
    byTheClock: await cut(byTheClock),
  }),
);
