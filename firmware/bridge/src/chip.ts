/** The bridge as code of the ESP8266's processor: its tests in a simulated one, and how large it is. */
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { BRIDGE, compile, run, sources } from "./build.ts";

const WARNINGS = ["-Wall", "-Wextra", "-Werror"];
const FLAGS = [...WARNINGS, "-Os", "-ffunction-sections", "-fdata-sections", "-Icore"];
const C = ["-std=c11", ...FLAGS];
/** As the ESP8266 core for Arduino sets them. */
const CPP = ["-std=c++17", "-fno-exceptions", "-fno-rtti", ...FLAGS, "-Ihost/arduino"];
const BARE = ["-nostartfiles", "-nostdlib", "-Wl,--gc-sections", "-T", "host/lx106/sim.ld"];
const MACHINE = ["-M", "sim", "-cpu", "lx106", "-semihosting", "-nographic"];
const QUIET = ["-monitor", "none", "-serial", "none"];
/** 2^4 ns an instruction: a cycle and a quarter at 80 MHz. Nothing else passes time. */
const PACE = ["-icount", "shift=4,sleep=off"];
const MACHINE_SOURCES = ["host/lx106/start.S", "host/lx106/machine.c"];

/** The tests of the core, as buildTests makes them for this machine. */
export function buildChipTests(): Promise<string> {
  return link("tests-lx106.elf", ["host/harness.c", "host/fake.c", ...sources("host/tests", ".c")]);
}

function link(name: string, those: readonly string[]): Promise<string> {
  const all = [...MACHINE_SOURCES, ...sources("core", ".c"), ...those];
  return compile(name, (path) =>
    run("xtensa-lx106-elf-gcc", ...C, "-Ihost", ...BARE, ...all, "-lc", "-lgcc", "-o", path),
  );
}

/** Runs all of them; resolves with the names of those that passed. */
export async function runChipTests(program: string): Promise<string[]> {
  const output = await run("qemu-system-xtensa", ...MACHINE, ...QUIET, "-kernel", program);
  return output.trim().split("\n");
}

/**
 * Milliseconds of 2,000 of the longest frames through the bridge, in the time of its own processor: the same in every run
 * and on every machine. host/lx106/latency.c
 */
export async function chipLatencies(): Promise<number[]> {
  const program = await link("latency-lx106.elf", ["host/lx106/latency.c"]);
  const output = await run("qemu-system-xtensa", ...MACHINE, ...QUIET, ...PACE, "-kernel", program);
  return output
    .trim()
    .split("\n")
    .map((microseconds) => Number(microseconds) / 1000);
}

/** The time that all but one in a hundred stay below. */
export function p99(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

/** The boards of platformio.ini, and what each of them defines. */
export function boards(): ReadonlyMap<string, readonly string[]> {
  const sections = readFileSync(join(BRIDGE, "arduino/platformio.ini"), "utf8")
    .split(/^\[env:/m)
    .slice(1);
  return new Map(
    sections.map((section) => {
      const name = section.slice(0, section.indexOf("]"));
      return [name, [...section.matchAll(/ -D (\w+)/g)].map(([, macro]) => `-D${macro}`)];
    }),
  );
}

/** Bytes of the core and the sketch, signed updates included, without what Arduino brings. Constants lie in RAM too: the chip reads flash by words. */
export interface ChipSize {
  readonly flash: number;
  readonly ram: number;
}

export async function compileForChip(board: string): Promise<ChipSize> {
  const defines = boards().get(board);
  if (defines === undefined) throw new Error(`platformio.ini has no board ${board}`);
  const folder = await mkdtemp(join(tmpdir(), "holdfast-lx106-"));
  try {
    await mkdir(join(BRIDGE, "build"), { recursive: true });
    await writeFile(join(folder, "update_key.h"), 'static const char UPDATE_KEY[] PROGMEM = "";\n');
    const objects: string[] = [];
    const one = async (compiler: string, flags: readonly string[], source: string) => {
      const object = join(folder, `${basename(source)}.o`);
      await run(compiler, ...flags, "-c", source, "-o", object);
      objects.push(object);
    };
    for (const source of sources("core", ".c")) await one("xtensa-lx106-elf-gcc", C, source);
    for (const source of sources("arduino/holdfast-bridge", ".cpp"))
      await one("xtensa-lx106-elf-g++", [...CPP, ...defines, `-I${folder}`], source);
    const listing = await run("xtensa-lx106-elf-size", "-A", ...objects);
    const sizes = [...listing.matchAll(/^(\.\S+)\s+([0-9]+)\s+[0-9]+$/gm)];
    const sum = (sections: RegExp) =>
      sizes.reduce((total, [, name = "", size]) => total + (sections.test(name) ? Number(size) : 0), 0);
    return { flash: sum(/^\.(text|literal|data|rodata)/), ram: sum(/^\.(data|rodata|bss)/) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
