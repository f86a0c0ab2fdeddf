/** Compiles the bridge: core and tests for this machine, the sketch for this machine, and both for the chip. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const BRIDGE = fileURLToPath(new URL("..", import.meta.url));

const WARNINGS = ["-Wall", "-Wextra", "-Werror"];
const C = ["-std=c11", ...WARNINGS, "-Icore", "-Ihost"];
const STAND_INS = ["-Ihost/arduino"];

/** How it is built for this machine: to be fast, or to find every misuse of memory and every undefined operation. */
const BUILDS = {
  fast: ["-O2"],
  checked: ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
} as const;
export type Build = keyof typeof BUILDS;

/** Sources of a folder, relative to the package. */
export function sources(folder: string, ending: string): string[] {
  return readdirSync(join(BRIDGE, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

export async function run(program: string, ...parameters: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, parameters, { cwd: BRIDGE });
  return stdout;
}

/** Two builds at a time do not read each other's halves. Returns the path. */
export async function compile(name: string, make: (path: string) => Promise<unknown>): Promise<string> {
  const path = join(BRIDGE, "build", name);
  const building = `${path}.${process.pid}`;
  await mkdir(join(BRIDGE, "build"), { recursive: true });
  await make(building);
  await rename(building, path);
  return path;
}

/** The tests of the core as a program: `--list`, `--all`, or the name of one. */
export function buildTests(build: Build): Promise<string> {
  const all = [...sources("core", ".c"), ...sources("host", ".c"), ...sources("host/tests", ".c")];
  return compile(`tests-${build}`, (path) => run("clang", ...C, ...BUILDS[build], ...all, "-o", path));
}

/** The sketch as a process (sketch.ts); with a folder that has an `update_key.h` it takes updates over the air. */
export function buildSketch(build: Build, keyFolder?: string): Promise<string> {
  const cpp = [...sources("arduino/holdfast-bridge", ".cpp"), ...sources("host/arduino", ".cpp")];
  // One call for two languages, each with its default standard.
  const all = ["-x", "c++", ...cpp, "-x", "c", ...sources("core", ".c"), "-x", "none"];
  const key = keyFolder === undefined ? [] : [`-I${keyFolder}`];
  const name = `sketch-${build}${key.length > 0 ? "-updated" : ""}`;
  return compile(name, (path) =>
    run("clang++", ...WARNINGS, "-Icore", ...STAND_INS, ...key, ...BUILDS[build], ...all, "-o", path),
  );
}
