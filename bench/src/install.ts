/** `npm run bench -- install`, as root: what the Debian package is, and whether it can be broken. Takes five minutes. */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Figure, figure } from "./figure.ts";
import { startInstalled } from "./install/cold-start.ts";
import { inDebian } from "./install/debian-root.ts";
import { liveThrough } from "./install/lifecycle.ts";
import { buildPackages } from "./install/packages.ts";
import { byTheClock, cutUpgrades } from "./install/upgrade-cuts.ts";

const CUTS = 24;
const EXPOSURE_LIMIT = 1.5;
const MEMORY_LIMIT_MB = 90;
const COLD_START_LIMIT_S = 10;
const INSTALL_LIMIT_S = 60;
const PACKAGE_LIMIT_MB = 10;

function exposure(name: string): number {
  const unit = fileURLToPath(new URL(`../../systemd/units/holdfast-${name}.service`, import.meta.url));
  const { stdout, error } = spawnSync("systemd-analyze", ["security", "--offline=true", "--no-pager", unit], {
    encoding: "utf8",
  });
  if (error) throw error;
  return Number(/Overall exposure level for .*: ([0-9.]+)/.exec(stdout)?.[1]);
}

export async function* install(): AsyncIterable<Figure> {
  for (const name of ["gateway", "web", "sync"]) {
    yield figure(`install.exposure_${name}`, exposure(name), "of 10", { atMost: EXPOSURE_LIMIT });
  }
  const packages = buildPackages();
  try {
    yield figure("install.package_mb", statSync(packages.old).size / 1e6, "MB", { atMost: PACKAGE_LIMIT_MB });
    if (process.getuid?.() !== 0) {
      console.error("install: the rest is measured as root, in a Debian of its own (debootstrap)");
      return;
    }
    const { wrong, seconds } = await inDebian((root) => liveThrough(packages, root));
    for (const what of wrong) console.error(what);
    yield figure("install.seconds", seconds, "s", { atMost: INSTALL_LIMIT_S });
    yield figure("install.lifecycle_wrong", wrong.length, "faults", { atMost: 0 });
    const { linked, memory } = await startInstalled(packages.old);
    yield figure("install.cold_start", linked / 1000, "s", { atMost: COLD_START_LIMIT_S });
    const all = Object.values(memory);
    for (const [service, bytes] of Object.entries(memory)) console.error(`${service}: ${bytes / 1e6} MB`);
    const total = all.reduce((sum, bytes) => sum + bytes, 0) / 1e6;
    yield figure("install.memory_total", total, "MB", { atMost: MEMORY_LIMIT_MB });
    const tell = (text: string) => console.error(text);
    const cuts = await inDebian((root) => {
      return cutUpgrades({ cuts: CUTS, packages, root, die: byTheClock, tell });
    });
    for (const what of [...cuts.dead, ...cuts.broken]) console.error(what);
    yield figure("install.upgrade_cuts", cuts.cuts, "cuts", { atLeast: 20 });
    yield figure("install.upgrade_cuts_dead", cuts.dead.length, "cuts", { atMost: 0 });
    yield figure("install.upgrade_cuts_broken", cuts.broken.length, "faults", { atMost: 0 });
  } finally {
    packages.close();
  }
}
