/**
 * This machine itself, under an overlay: what is installed there is gone when it closes, and there is no network. Made in no
 * time, so that a test can do it. Needs root: in a user's own namespace the files of root belong to nobody.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./debian-root.ts";
import { ENTER, type Ran, type Root } from "./root.ts";

/** What is changed is in memory: an upper layer cannot lie in the tree that is the lower one. */
const SPACE = "/mnt";
const FOLDER = `${SPACE}/root`;
/** Nothing of the machine is to be seen there that runs, or that belongs to its people. */
const LAY = `
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs ${SPACE}
mkdir ${FOLDER}
cd ${FOLDER}
cp -P /bin /sbin /lib* .
mkdir proc dev run tmp root
for folder in etc usr var; do
    upper=${SPACE}/upper/$folder work=${SPACE}/work/$folder
    mkdir -p $folder $upper $work
    mount -t overlay -o lowerdir=/$folder,upperdir=$upper,workdir=$work overlay $folder
done
# An index of all manual pages would be made anew with each package.
rm -f var/lib/man-db/auto-update
echo laid
exec cat`;

export class OverlayRoot implements Root {
  readonly #keeper: ChildProcess;

  private constructor(keeper: ChildProcess) {
    this.#keeper = keeper;
  }

  static async make(): Promise<OverlayRoot> {
    // The namespace lives as long as our end of its standard input is open.
    const keeper = spawn("unshare", ["--mount", "--net", "sh", "-ec", LAY], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let complaint = "";
    keeper.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
    });
    const laid = once(keeper.stdout, "data").then(() => true);
    const ended = once(keeper, "close").then(() => false);
    if (!(await Promise.race([laid, ended]))) throw new Error(`There is no overlay here: ${complaint}`);
    const root = new OverlayRoot(keeper);
    root.run("dpkg", "--purge", "holdfast");
    if (root.run("dpkg", "--status", "nodejs").status !== 0) root.#packageNode();
    return root;
  }

  /** Where Node did not come as a Debian package, an empty one stands for it. */
  #packageNode(): void {
    const folder = this.path("root/nodejs");
    mkdirSync(join(folder, "DEBIAN"), { recursive: true });
    const control = {
      Package: "nodejs",
      Version: process.versions.node,
      Architecture: "all",
      Maintainer: "nobody <nobody@localhost>",
      Description: "stands for the Node of this machine",
    };
    const lines = Object.entries(control).map(([name, value]) => `${name}: ${value}\n`);
    writeFileSync(join(folder, "DEBIAN/control"), lines.join(""));
    must("dpkg-deb", ["--build", folder]);
    this.run("dpkg", "--install", "/root/nodejs.deb");
    const node = this.path("usr/bin/node");
    if (!existsSync(node)) copyFileSync(process.execPath, node);
  }

  path(inside: string): string {
    return join(`/proc/${this.#keeper.pid}/root${FOLDER}`, inside);
  }

  command(...words: string[]): [string, string[]] {
    const own = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, FOLDER];
    return ["nsenter", ["-t", String(this.#keeper.pid), "--mount", "--net", "--root", ...own, ...words]];
  }

  run(...words: string[]): Ran {
    const [program, args] = this.command(...words);
    return spawnSync(program, args, { encoding: "utf8" });
  }

  close(): void {
    this.#keeper.stdin?.end();
  }
}
