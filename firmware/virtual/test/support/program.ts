import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { type CabinetOptions, VirtualCabinet } from "../../src/index.ts";

const PROGRAMS = fileURLToPath(new URL("../programs/", import.meta.url));

let folder: string | undefined;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

/** Builds one of the tiny programs beside this folder with avr-gcc; returns its Intel HEX. */
export function program(name: string, ...defines: string[]): string {
  folder ??= mkdtempSync(join(tmpdir(), "holdfast-programs-"));
  const elf = join(folder, `${name}.elf`);
  const hex = join(folder, `${name}.hex`);
  const options = [
    "-mmcu=atmega328p",
    "-DF_CPU=16000000UL",
    "-std=c11",
    "-Os",
    "-Wall",
    "-Wextra",
    "-Werror",
  ];
  execFileSync("avr-gcc", [...options, ...defines, "-o", elf, join(PROGRAMS, `${name}.c`)]);
  execFileSync("avr-objcopy", ["-O", "ihex", "-R", ".eeprom", elf, hex]);
  return readFileSync(hex, "utf8");
}

export function cabinetWith(name: string, options: Omit<CabinetOptions, "hex"> = {}, ...defines: string[]) {
  return new VirtualCabinet({ ...options, hex: program(name, ...defines) });
}

/** The programs leave what they saw at address 0x700 (see programs/result.h). */
const RESULT = 0x700 - 0x100;

export function result8(cabinet: VirtualCabinet, index: number): number {
  return cabinet.sram[RESULT + index] ?? 0;
}

export function result16(cabinet: VirtualCabinet, index: number): number {
  return result8(cabinet, 2 * index) | (result8(cabinet, 2 * index + 1) << 8);
}

/** Runs until the program says that it is done. */
export function finish(cabinet: VirtualCabinet, limitMs = 1000): void {
  cabinet.runUntil(() => cabinet.led, limitMs);
}
