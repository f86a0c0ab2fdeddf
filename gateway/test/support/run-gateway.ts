/** Runs the built gateway as a process of its own, with a configuration file in a folder of its own. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./served-site.ts";

const MAIN = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));

/** A cabinet behind a port on which nobody listens (RFC 6335: port 1 is assigned and unused). */
export const NOBODY = '[[cabinet]]\nid = "hall"\nname = "Hall"\nport.tcp = "127.0.0.1:1"\n';

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Runs the gateway's command line. */
  readonly launcher?: readonly string[];
}

export function startGatewayProcess(
  toml: string,
  folder = temporaryFolder(),
  { env = {}, launcher = [] }: ProcessOptions = {},
) {
  const file = join(folder, "holdfast.toml");
  writeFileSync(file, toml);
  const [program = "", ...args] = [...launcher, process.execPath, MAIN, "--config", file];
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, output }));
  });
  const ready = new Promise<Record<string, string>>((resolve) => {
    child.once("message", (message) => resolve(message as Record<string, string>));
  });
  return { child, ended, ready, folder };
}
