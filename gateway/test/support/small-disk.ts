/** A ledger on a disk of a size that the test sets, in a process of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { compilePreload } from "./preload.ts";
import { temporaryFolder } from "./served-site.ts";

const CHILD = new URL("./small-disk-child.mjs", import.meta.url).pathname;
const OPEN_KEPT = new URL("../../dist/backup/open-kept.js", import.meta.url).href;

export function makeSmallDisk(bytes: number) {
  const around = temporaryFolder();
  const folder = join(around, "disk");
  mkdirSync(folder);
  const size = join(around, "size");
  const resize = (to: number) => writeFileSync(size, String(to));
  resize(bytes);
  const env = { SMALL_DISK: folder, SMALL_DISK_BYTES: size, LD_PRELOAD: smallDisk(), OPEN_KEPT };
  return { folder, resize, start: () => startChild({ ...process.env, ...env }) };
}

function startChild(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [CHILD], { env, stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    async tell(line: string): Promise<Record<string, unknown>> {
      child.stdin.write(`${line}\n`);
      const { value } = await lines.next();
      return JSON.parse(value ?? '{"ended":true}');
    },
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function smallDisk(): string {
  return compilePreload(new URL("./small-disk.c", import.meta.url));
}
