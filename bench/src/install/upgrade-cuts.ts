/**
 * The machine dies in mid-upgrade, or mid-downgrade. At once one whole version must start, every file of it from the same
 * package; after what an owner does then (dpkg --configure -a, the package again) nothing may be wrong.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { must } from "./debian-root.ts";
import { configure, faults, install, kept, startedVersion } from "./installed.ts";
import { NEW, OLD, type PackageFiles } from "./packages.ts";
import type { Root } from "./root.ts";

const MOST_ATTEMPTS = 3;

export interface Cuts {
  /** Those that hit dpkg before it was done. */
  readonly cuts: number;
  /** No whole version started before anybody repaired anything. */
  readonly dead: readonly string[];
  /** Something was wrong after the repair. */
  readonly broken: readonly string[];
}

/** Kills an upgrade to `deb`, which takes `whole` ms undisturbed, after `part` of it; false when it was done before. */
export type Die = (root: Root, deb: string, part: number, whole: number) => boolean | Promise<boolean>;

export interface CutPlan {
  readonly cuts: number;
  readonly packages: PackageFiles;
  readonly root: Root;
  readonly die: Die;
  tell(text: string): void;
}

export async function cutUpgrades({ cuts, packages, root, die, tell }: CutPlan): Promise<Cuts> {
  const dead: string[] = [];
  const broken: string[] = [];
  let inTime = 0;
  install(root, packages.old);
  configure(root);
  startedVersion(root);
  const before = kept(root);
  const whole = Math.min(timeOf(root, packages.new), timeOf(root, packages.old));
  let version = OLD;
  for (let attempt = 0; inTime < cuts && attempt < MOST_ATTEMPTS * cuts; attempt++) {
    const next = version === OLD ? NEW : OLD;
    const deb = next === OLD ? packages.old : packages.new;
    // One moment from each of equal parts of the time: every phase is hit.
    const part = ((attempt % cuts) + Math.random()) / cuts;
    if (await die(root, deb, part, whole)) inTime++;
    const started = startedVersion(root);
    const where = `cut ${inTime} at ${Math.round(100 * part)} % of ${Math.round(whole)} ms, ${version} -> ${next}`;
    if (started.version !== OLD && started.version !== NEW) dead.push(`${where}: ${started.why}`);
    else if (!isWhole(root, started.version === OLD ? packages.old : packages.new))
      dead.push(`${where}: ${started.version} runs with files of another version`);
    root.run("dpkg", "--configure", "-a");
    const again = install(root, deb);
    const found = [...(again.status === 0 ? [] : [again.stderr]), ...faults(root, next, before)];
    broken.push(...found.map((fault) => `${where}: ${fault}`));
    tell(`${where}: ran ${started.version ?? "nothing"}, ${found.length} faults after the repair`);
    version = next;
  }
  return { cuts: inTime, dead, broken };
}

/** Milliseconds of an installation that nobody disturbs. */
function timeOf(root: Root, deb: string): number {
  const from = performance.now();
  install(root, deb);
  return performance.now() - from;
}

const CHECK = `
cd /
dpkg-deb --info "$0" md5sums | sed -n 's#usr/lib/holdfast/app/#usr/lib/holdfast/current/#p' | md5sum --check --status`;

/** Whether everything that would be started is of this package. */
function isWhole(root: Root, deb: string): boolean {
  return root.run("sh", "-c", CHECK, `/root/${basename(deb)}`).status === 0;
}

/** dpkg and all of its children at once, at a moment of the clock. */
export const byTheClock: Die = async (root, deb, part, whole) => {
  const [program, args] = root.command("dpkg", "-i", `/root/${basename(deb)}`);
  const child = spawn(program, args, { stdio: "ignore" });
  const gone = once(child, "exit");
  await delay(part * whole);
  const alive = child.exitCode === null;
  // --kill-child and the namespace of processes: everything inside dies with it.
  child.kill("SIGKILL");
  await gone;
  return alive;
};

/** Where dpkg puts one file after the other in the place of the old one: a few milliseconds that no clock hits. */
export const betweenFiles: Die = (root, deb, part) => {
  const files = must("dpkg-deb", ["--info", deb, "md5sums"]).split("\n").length;
  const kill = `inject=rename:signal=SIGKILL:when=${Math.max(1, Math.round(part * files))}`;
  const traced = ["strace", "--quiet=all", "--output=/dev/null", "--trace=rename", "-e", kill];
  return root.run(...traced, "dpkg", "-i", `/root/${basename(deb)}`).status !== 0;
};
