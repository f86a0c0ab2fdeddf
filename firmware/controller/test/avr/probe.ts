/** The drivers alone, with a core that tries out the board (probe_core.c), in a virtual cabinet. */
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type CabinetOptions, VirtualCabinet } from "@holdfast/virtual";
import { CONTROLLER, compile, HEX_NAME, hashFiles, sourceFiles } from "../../src/firmware.ts";

/** Built once for all test files that run it; the name says from what, and it appears whole. */
export function builtHex(sources: readonly string[]): string {
  const kept = join(CONTROLLER, `build/probe-${hashFiles(sources).slice(0, 16)}.hex`);
  if (!existsSync(kept)) {
    const folder = `build/probe-${process.pid}`;
    compile(sources, folder);
    renameSync(join(CONTROLLER, folder, HEX_NAME), kept);
    rmSync(join(CONTROLLER, folder), { recursive: true });
  }
  return readFileSync(kept, "utf8");
}

function probeHex(): string {
  return builtHex([...sourceFiles(["avr"]), "test/avr/probe_core.c"]);
}

export const ROW = { start: 0, pulse: 1, state: 2, keys: 3 } as const;

/** A cabinet whose screen is up. */
export function probe(options: Omit<CabinetOptions, "hex"> = {}): VirtualCabinet {
  const cabinet = new VirtualCabinet({ ...options, hex: probeHex() });
  cabinet.runUntil(() => cabinet.oled.on, 500);
  cabinet.runFor(100);
  return cabinet;
}

/** From power-up on, before anything was executed. */
export function probeAtPowerUp(options: Omit<CabinetOptions, "hex"> = {}): VirtualCabinet {
  return new VirtualCabinet({ ...options, hex: probeHex() });
}

export function row(cabinet: VirtualCabinet, number: number): string {
  return (cabinet.oled.text()[number] ?? "").trimEnd();
}
