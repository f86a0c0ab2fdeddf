/** Builds the controller's core for this machine, with one of the programs under host/. */

import { execFile, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CONTROLLER } from "./firmware.ts";

const FLAGS = [
  "-std=c11",
  "-Wall",
  "-Wextra",
  "-Werror",
  "-Icore",
  "-Ihost",
  "-Ihost/campaign",
  "-Ihost/fuzz",
];

/** How it is built: to be fast, or to find every misuse of memory and every undefined operation. */
const BUILDS = {
  fast: ["-O2"],
  checked: ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
  fuzzer: ["-O1", "-g", "-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all"],
} as const;

const CORE = ["core", "host/rig.c", "host/rig_pairing.c", "host/gateway.c"];
const STRANGER = ["host/fuzz/stranger.c", "host/fuzz/quiet.c", "host/campaign/chance.c"];
const LISTEN = ["-Wl,--wrap=board_uart_send"];

/** Sources (a folder stands for its .c files) and flags of the linker. */
const PROGRAMS = {
  tests: { sources: ["core", "host", "host/tests"], link: [] },
  campaign: { sources: [...CORE, "host/campaign"], link: ["-Wl,--wrap=pin_right"] },
  "fuzz-loop": { sources: [...CORE, ...STRANGER, "host/fuzz/loop.c"], link: LISTEN },
  "fuzz-frames": { sources: [...CORE, ...STRANGER, "host/fuzz/fuzz_frames.c"], link: LISTEN },
  "fuzz-handshake": { sources: [...CORE, ...STRANGER, "host/fuzz/fuzz_handshake.c"], link: LISTEN },
  "fuzz-messages": { sources: [...CORE, ...STRANGER, "host/fuzz/fuzz_messages.c"], link: LISTEN },
  peer: {
    sources: ["core/cobs.c", "core/seal.c", "core/ccm.c", "core/aes.c", "core/crc.c", "host/fuzz/peer.c"],
    link: [],
  },
} as const;

export type NativeProgram = keyof typeof PROGRAMS;

function files(source: string): string[] {
  if (source.endsWith(".c")) return [source];
  return readdirSync(join(CONTROLLER, source))
    .filter((name) => name.endsWith(".c"))
    .map((name) => join(source, name));
}

/** The path of the program. Rejects with what clang says. */
export async function buildNative(name: NativeProgram, build: keyof typeof BUILDS): Promise<string> {
  const { sources, link } = PROGRAMS[name];
  const path = join(CONTROLLER, "build", `${name}-${build}`);
  const building = `${path}.${process.pid}`;
  await mkdir(join(CONTROLLER, "build"), { recursive: true });
  const inputs = [...FLAGS, ...BUILDS[build], ...sources.flatMap(files), ...link];
  await promisify(execFile)("clang", [...inputs, "-o", building], { cwd: CONTROLLER });
  await rename(building, path);
  return path;
}

export interface Run {
  /** The program's exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function runNative(
  path: string,
  parameters: readonly string[],
  input = "",
  cwd = CONTROLLER,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, parameters, { cwd, stdio: "pipe" });
    const out = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      out.stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...out }));
    // A program that reads nothing may have ended before this is written.
    child.stdin.on("error", () => undefined).end(input);
  });
}
