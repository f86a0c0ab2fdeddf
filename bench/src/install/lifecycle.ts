/** What an owner does with a package, in order; each step tells what it found wrong. */
import { existsSync, readdirSync } from "node:fs";
import { configure, faults, install, kept, startedVersion } from "./installed.ts";
import { NEW, OLD, type PackageFiles } from "./packages.ts";
import type { Root } from "./root.ts";

export interface Lifecycle {
  readonly wrong: readonly string[];
  /** Seconds of the first installation. */
  readonly seconds: number;
}

export function liveThrough(packages: PackageFiles, root: Root): Lifecycle {
  const wrong: string[] = [];
  const note = (step: string, found: readonly string[]) =>
    wrong.push(...found.map((what) => `${step}: ${what}`));
  const there = (path: string) => existsSync(root.path(path));
  const expectStep = (step: string, holds: boolean, what: string) => note(step, holds ? [] : [what]);
  const from = performance.now();
  const first = install(root, packages.old);
  const seconds = (performance.now() - from) / 1000;
  expectStep("install", first.status === 0, first.stderr);
  expectStep("install", first.stdout.includes("sudo holdfast setup"), "does not say what to do next");
  configure(root);
  // It makes the ledger that everything later must keep.
  startedVersion(root);
  const before = kept(root);
  note("install", faults(root, OLD, before));
  install(root, packages.new);
  note("upgrade", faults(root, NEW, before));
  install(root, packages.old);
  note("downgrade", faults(root, OLD, before));
  root.run("dpkg", "--remove", "holdfast");
  expectStep("remove", !there("usr/lib/holdfast") && !there("usr/bin/holdfast"), "programs are left");
  expectStep("remove", there("var/lib/holdfast/ledger.db") && kept(root) === before, "data are gone");
  install(root, packages.new);
  note("install again", faults(root, NEW, before));
  root.run("dpkg", "--purge", "holdfast");
  const left = ["usr/lib/holdfast", "etc/holdfast", "var/lib/holdfast"].filter(there);
  note("purge", left);
  const wants = root.path("etc/systemd/system/multi-user.target.wants");
  note("purge", existsSync(wants) ? readdirSync(wants).filter((name) => name.includes("holdfast")) : []);
  return { wrong, seconds };
}
