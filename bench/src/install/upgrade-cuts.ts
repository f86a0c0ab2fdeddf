/**
 * The machine dies in mid-upgrade, or mid-downgrade: dpkg and all of its children are killed at a random moment. At once
 * one whole version must start; after what an owner does then (dpkg --configure -a, the package again) nothing may be wrong.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DebianRoot } from "./debian-root.ts";
import { configure, faults, install, kept, startedVersion } from "./installed.ts";
import { NEW, OLD, type Packages } from "./packages.ts";

export interface Cuts {
  readonly cuts: number;
  /** How many hit dpkg before it was done. */
  readonly inTime: number;
  /** No version started before anybody repaired anything. */
  readonly dead: readonly string[];
  /** Something was wrong after the repair. */
  readonly broken: readonly string[];
}

export async function cutUpgrades(
  cuts: number,
  packages: Packages,
  tell: (text: string) => void,
): Promise<Cuts> {
  const root = DebianRoot.make();
  const dead: string[] = [];
  const broken: string[] = [];
  let inTime = 0;
  try {
    install(root, packages.old);
    configure(root);
    startedVersion(root);
    const before = kept(root);
    const from = performance.now();
    install(root, packages.new);
    const whole = performance.now() - from;
    install(root, packages.old);
    let version = OLD;
    for (let cut = 1; cut <= cuts; cut++) {
      const next = version === OLD ? NEW : OLD;
      const deb = next === OLD ? packages.old : packages.new;
      // One moment from each of equal parts of the time: every phase is hit.
      const at = ((cut - 1 + Math.random()) / cuts) * whole;
      if (await killed(root, deb, at)) inTime++;
      const started = startedVersion(root);
      const where = `cut ${cut} at ${Math.round(at)} ms of ${version} -> ${next}`;
      if (started.version !== OLD && started.version !== NEW) dead.push(`${where}: ${started.why}`);
      root.run("dpkg", "--configure", "-a");
      const again = install(root, deb);
      const found = [...(again.status === 0 ? [] : [again.stderr]), ...faults(root, next, before)];
      broken.push(...found.map((fault) => `${where}: ${fault}`));
      tell(`${where}: ran ${started.version ?? "nothing"}, ${found.length} faults after the repair`);
      version = next;
    }
    return { cuts, inTime, dead, broken };
  } finally {
    root.close();
  }
}

/** False when dpkg was done before. */
async function killed(root: DebianRoot, deb: string, at: number): Promise<boolean> {
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
