/** An installed holdfast under systemd itself: pid 1 of a machine of namespaces, with the sandboxes of its units. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { DebianRoot } from "./debian-root.ts";
import type { Ran } from "./root.ts";

/**
 * pivot_root and not chroot: user namespaces, which the units use, are refused in a chroot. Shared mounts: credentials come
 * to a service by one.
 */
const BOOT = `
mount --make-rprivate /
mount --bind "$0" "$0"
cd "$0"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do touch dev/$device; mount --bind /dev/$device dev/$device; done
ln -s /proc/self/fd dev/fd
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs tmpfs dev/shm
ip link set lo up
mkdir -p .old
pivot_root . .old
exec env -i PATH=/usr/sbin:/usr/bin container=holdfast-bench sh -c 'umount -l /.old; mount --make-rshared /; exec /lib/systemd/systemd'`;
const SPACES = ["--mount", "--pid", "--fork", "--uts", "--ipc", "--cgroup", "--net"];
const BOOT_LIMIT_MS = 60_000;

export class Booted {
  readonly #child: ChildProcess;
  /** Of its systemd, as this machine counts. */
  readonly pid: number;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
  }

  static async boot(root: DebianRoot): Promise<Booted> {
    const child = spawn("unshare", ["--kill-child", ...SPACES, "sh", "-c", BOOT, root.folder], {
      stdio: "ignore",
    });
    const end = performance.now() + BOOT_LIMIT_MS;
    while (performance.now() < end) {
      const pid = childOf(child.pid as number);
      if (pid !== undefined) {
        const booted = new Booted(child, pid);
        const state = booted.run("systemctl", "is-system-running").stdout.trim();
        if (state === "running") return booted;
        if (state === "degraded") throw new Error(booted.run("systemctl", "--failed").stdout);
      }
      await delay(100);
    }
    child.kill("SIGKILL");
    throw new Error(`systemd was not up after ${BOOT_LIMIT_MS} ms`);
  }

  /** Words that run a program inside. */
  enter(...words: string[]): string[] {
    const spaces = ["--mount", "--pid", "--uts", "--ipc", "--cgroup", "--net", "--root", "--wd"];
    return ["-t", String(this.pid), ...spaces, "env", "-i", "PATH=/usr/sbin:/usr/bin", "LC_ALL=C", ...words];
  }

  run(...words: string[]): Ran {
    return spawnSync("nsenter", this.enter(...words), { encoding: "utf8" });
  }

  /** As this machine counts; undefined for a service that does not run. */
  mainPid(service: string): number | undefined {
    const inside = this.run("systemctl", "show", "--property=MainPID", "--value", service).stdout.trim();
    const found = spawnSync("pgrep", ["--ns", String(this.pid), "--nslist", "pid", "."], {
      encoding: "utf8",
    });
    return found.stdout
      .split("\n")
      .map(Number)
      .find((pid) => pid > 0 && insideNumber(pid) === inside);
  }

  async close(): Promise<void> {
    const gone = once(this.#child, "exit");
    process.kill(this.pid, "SIGKILL");
    await gone;
  }
}

function childOf(parent: number): number | undefined {
  const found = Number(spawnSync("pgrep", ["-P", String(parent)], { encoding: "utf8" }).stdout.trim());
  return found > 0 ? found : undefined;
}

/** The number of a process in the innermost namespace that it is in. */
function insideNumber(pid: number): string | undefined {
  try {
    return /^NSpid:.*\s(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
