/**
 * A Debian 13 of its own to install into: made once by debootstrap (needs root and the network), copied for each use.
 * HOLDFAST_DEBIAN names one that is there already.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENTER, type Ran, type Root } from "./root.ts";

const PACKAGES = ["nodejs", "systemd", "systemd-sysv", "udev", "dbus", "ca-certificates"];

export class DebianRoot implements Root {
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

  path(inside: string): string {
    return join(this.folder, inside);
  }

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

export async function inDebian<Result>(use: (root: Root) => Result | Promise<Result>): Promise<Result> {
  const root = DebianRoot.make();
  try {
    return await use(root);
  } finally {
    root.close();
  }
}

function debootstrap(): string {
  const base = join(tmpdir(), "holdfast-debian-13");
  if (existsSync(base)) return base;
  const part = `${base}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  must("debootstrap", ["--variant=minbase", `--include=${PACKAGES.join(",")}`, "trixie", part]);
  renameSync(part, base);
  return base;
}

export function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1e8 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}
