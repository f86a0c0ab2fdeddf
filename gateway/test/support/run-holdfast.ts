/** Runs the built command line as a process of its own, as a person or a script does. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/holdfast.js", import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Options {
  env?: Record<string, string>;
  cwd?: string;
  /** What is piped in. */
  input?: string;
  /** In a group of its own, as a terminal has for what runs at it. */
  group?: boolean;
}

export function startHoldfast(args: readonly string[], { env = {}, cwd, input, group }: Options = {}) {
  const { HOLDFAST_SOCKET: _unset, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...inherited, ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    ...(cwd !== undefined && { cwd }),
    ...(group && { detached: true }),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  // A command that asks nothing may have ended before this is written.
  child.stdin?.on("error", () => undefined).end(input);
  const { stdout, stderr } = child as ChildProcess & { stdout: Readable; stderr: Readable };
  const output = { stdout: "", stderr: "" };
  stdout.setEncoding("utf8").on("data", (text) => {
    output.stdout += text;
  });
  stderr.setEncoding("utf8").on("data", (text) => {
    output.stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => {
    child.once("close", (code) => resolve({ code, ...output }));
  });
  return { child, output, finished };
}

export function runHoldfast(args: readonly string[], options?: Options): Promise<Finished> {
  return startHoldfast(args, options).finished;
}
