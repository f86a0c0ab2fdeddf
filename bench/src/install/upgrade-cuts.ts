/**
 * The machine dies in mid-upgrade, or mid-downgrade: dpkg and all of its children are killed at a random moment. At once
 * one whole version must start; after what an owner does then (dpkg --configure -a, the package again) nothing may be wrong.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { configure, faults, install, kept, startedVersion } from "./installed.ts";
import { NEW, OLD, type Packages } from "./packages.ts";
import type { Root } from "./root.ts";

const MOST_ATTEMPTS = 3;

export interface Cuts {
  /** Those that hit dpkg before it was done. */
  readonly cuts: number;
  /** No version started before anybody repaired anything. */
  readonly dead: readonly string[];
  /** Something was wrong after the repair. */
  readonly broken: readonly string[];
}

export async function cutUpgrades(
  cuts: number,
  packages: Packages,
  root: Root,
  tell: (text: string) => void,
): Promise<Cuts> {
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
    const at = (((attempt % cuts) + Math.random()) / cuts) * whole;
    if (await killed(root, deb, at)) inTime++;
    const started = startedVersion(root);
    const where = `cut ${inTime} at ${Math.round(at)} of ${Math.round(whole)} ms, ${version} -> ${next}`;
    if (started.version !== OLD && started.version !== NEW) dead.push(`${where}: ${started.why}`);
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

/** False when dpkg was done before. */
async function killed(root: Root, deb: string, at: number): Promise<boolean> {
  const [program, args] = root.command("dpkg", "-i", `/root/${basename(deb)}`);
  const child = spawn(program, args, { stdio: "ignore" });
  const gone = once(child, "exit");
  await delay(at);
  const alive = child.exitCode === null;
  // --kill-child and the namespace of processes: everything inside dies with it.
  child.kill("SIGKILL");
  await gone;
  return alive;
}
