/**
 * A Debian 13 of its own to install into: made once by debootstrap (needs root and the network), copied for each use.
 * HOLDFAST_DEBIAN names one that is there already.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MIRROR = "http://deb.debian.org/debian";
const PACKAGES = ["nodejs", "systemd", "systemd-sysv", "udev", "dbus", "ca-certificates"];
/** In a namespace of its own, so that nothing of it is left mounted. */
const ENTER = `
mount --make-rprivate /
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
exec env -i PATH=/usr/sbin:/usr/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$0" "$@"`;

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class DebianRoot {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static make(): DebianRoot {
    if (process.getuid?.() !== 0)
      throw new Error("Installing is measured as root: sudo npm run bench -- install");
    const base = process.env["HOLDFAST_DEBIAN"] ?? debootstrap();
    const folder = mkdtempSync(join(tmpdir(), "holdfast-root-"));
    must("cp", ["-a", "--reflink=auto", `${base}/.`, folder]);
    return new DebianRoot(folder);
  }

  /** Where a path of the root is on this machine. */
  path(inside: string): string {
    return join(this.folder, inside);
  }

  /** The words that run a program inside. */
  command(...words: string[]): [string, string[]] {
    return [
      "unshare",
      ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, this.folder, ...words],
    ];
  }

  run(...words: string[]): Ran {
    const [program, args] = this.command(...words);
    return spawnSync(program, args, { encoding: "utf8" });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function debootstrap(): string {
  const base = join(tmpdir(), "holdfast-debian-13");
  if (existsSync(base)) return base;
  const part = `${base}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  must("debootstrap", ["--variant=minbase", `--include=${PACKAGES.join(",")}`, "trixie", part, MIRROR]);
  renameSync(part, base);
  return base;
}

export function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1e8 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}
