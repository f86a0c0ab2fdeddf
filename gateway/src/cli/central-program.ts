/**
 * The program `holdfast-central` beside us. It is of another package, which a site without central does not need, so it is
 * run as git runs its subcommands and never imported.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { StartupError } from "../startup-error.ts";

const PROGRAM = fileURLToPath(new URL("../../../sync/bin/holdfast-central.js", import.meta.url));

/** It speaks with the person as we do. Throws StartupError where it is not installed. */
export function startCentralProgram(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [programFile(), ...args], { stdio: "inherit" });
}

/** What it prints is read; its errors go to the person. Throws StartupError where it is not installed. */
export function readCentralProgram(args: readonly string[]): ChildProcess & { stdout: Readable } {
  return spawn(process.execPath, [programFile(), ...args], { stdio: ["ignore", "pipe", "inherit"] });
}

/** Throws StartupError. */
export function programFile(program = PROGRAM): string {
  if (existsSync(program)) return program;
  throw new StartupError("central_missing", `There is no ${program}.`);
}

/** Its exit code, or as shells tell a signal. A signal to us is passed on; Ctrl-C reaches it by itself. */
export async function ended(child: ChildProcess): Promise<number> {
  const pass = (signal: NodeJS.Signals) => void child.kill(signal);
  const wait = () => {};
  process.on("SIGTERM", pass).on("SIGHUP", pass).on("SIGINT", wait);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    process.off("SIGTERM", pass).off("SIGHUP", pass).off("SIGINT", wait);
  }
}
