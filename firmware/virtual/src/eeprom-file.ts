import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { EEPROM_BYTES } from "./board/eeprom.ts";
import type { VirtualCabinet } from "./cabinet.ts";
import { VirtualError } from "./virtual-error.ts";

const LOOK_MS = 500;

/** What the file holds; undefined when there is none yet. */
export function readEeprom(path: string): Uint8Array | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw Object.assign(new VirtualError("BAD_EEPROM", `${path} cannot be read`, "Check its rights."), {
      cause,
    });
  }
  if (bytes.length === EEPROM_BYTES) return bytes;
  throw new VirtualError(
    "BAD_EEPROM",
    `${path} has ${bytes.length} bytes instead of ${EEPROM_BYTES}`,
    "It is no image of an EEPROM. Move it away to begin with an empty one.",
  );
}

/** Keeps the EEPROM in a file, which is always a whole one: written beside it, then renamed. */
export function keepEeprom(cabinet: VirtualCabinet, path: string): { close(): void } {
  let kept = Buffer.from(cabinet.eeprom);
  const save = (): void => {
    if (kept.equals(cabinet.eeprom)) return;
    const bytes = Buffer.from(cabinet.eeprom);
    // The keys of the cabinet are in it.
    writeFileSync(`${path}.new`, bytes, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    kept = bytes;
  };
  let failing = false;
  const trySave = (): void => {
    try {
      save();
      failing = false;
    } catch (error) {
      // A full disk is no reason to stop the cabinet: it is told once, and tried again.
      if (!failing) console.error(`virtual cabinet: ${path} cannot be written: ${error}`);
      failing = true;
    }
  };
  const timer = setInterval(trySave, LOOK_MS);
  return {
    close() {
      clearInterval(timer);
      trySave();
    },
  };
}
