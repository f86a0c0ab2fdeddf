import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Runs a program to its end, with its input from and its output to streams. Rejects with what it complained about. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { input, output }: { readonly input?: Readable; readonly output?: Writable } = {},
): Promise<void> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  const fed = input ? pipeline(input, child.stdin) : child.stdin.end();
  const drained = output ? pipeline(child.stdout, output) : child.stdout.resume();
  const [[code]] = await Promise.all([ended, fed, drained]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaint}`);
}
