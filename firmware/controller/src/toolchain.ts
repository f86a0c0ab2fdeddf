/** Calls avr-gcc and its companions. */
import { spawnSync } from "node:child_process";

export class BuildError extends Error {
  readonly code: "NO_COMPILER" | "COMPILER_FAILED" | "TOO_LARGE";
  readonly hint: string;
  readonly retryable = false;

  constructor(code: BuildError["code"], message: string, hint: string) {
    super(message);
    this.name = "BuildError";
    this.code = code;
    this.hint = hint;
  }
}

const DEVICE = "atmega328p";

/** What is the same for every file. No debug information, no dates and no random names: a build can be repeated. */
const FLAGS = [
  `-mmcu=${DEVICE}`,
  "-DF_CPU=16000000UL",
  "-std=c11",
  "-Os",
  "-flto",
  "-flto-partition=one",
  "-frandom-seed=holdfast",
  "-fshort-enums",
  "-fno-tree-switch-conversion", // such tables would be copied to RAM
  // What these cost in speed nobody notices; together they save a kilobyte.
  "-mcall-prologues",
  "-mrelax",
  "-fno-guess-branch-probability",
  "-fno-inline-small-functions",
  "-fno-ipa-cp",
  "-fno-move-loop-invariants",
  "-fno-ssa-phiopt",
  "-fira-algorithm=priority",
  "-fno-tree-dominator-opts",
  "-fno-toplevel-reorder",
  "-fno-gcse",
  "-Wall",
  "-Wextra",
  "-Werror",
];

export function run(cwd: string, tool: string, ...parameters: string[]): string {
  const result = spawnSync(tool, parameters, { cwd, encoding: "utf8" });
  if (result.error)
    throw new BuildError(
      "NO_COMPILER",
      `${tool} is not there`,
      "sudo apt-get install gcc-avr avr-libc binutils-avr",
    );
  if (result.status !== 0)
    throw new BuildError(
      "COMPILER_FAILED",
      `${tool} failed:\n${result.stderr}`,
      "Mend what it complains about.",
    );
  return result.stdout;
}

export function compilerVersion(cwd: string): string {
  return `avr-gcc ${run(cwd, "avr-gcc", "-dumpversion").trim()}`;
}

/** Paths are relative to `cwd`, so that nothing of this machine gets into the result. */
export function link(cwd: string, sources: readonly string[], folders: readonly string[], elf: string): void {
  run(cwd, "avr-gcc", ...FLAGS, ...folders.map((folder) => `-I${folder}`), ...sources, "-o", elf);
}

/** The EEPROM image is left out: flashing must never erase what the controller remembers. */
export function toHex(cwd: string, elf: string, hex: string): void {
  run(cwd, "avr-objcopy", "-O", "ihex", "-j", ".text", "-j", ".data", elf, hex);
}

export interface Sizes {
  flash: number;
  ram: number;
}

export function sizes(cwd: string, elf: string): Sizes {
  const [, numbers = ""] = run(cwd, "avr-size", elf).split("\n");
  const [text = 0, data = 0, bss = 0] = numbers.trim().split(/\s+/).map(Number);
  return { flash: text + data, ram: data + bss };
}
