/** Firmware on disk: Intel HEX, and beside it what it says of itself. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { StartupError } from "../startup-error.ts";

/** What came with this release. */
export const RELEASE_HEX = fileURLToPath(
  new URL("../../../firmware/release/holdfast-controller.hex", import.meta.url),
);
/** Of an ATmega328P with a boot loader of 512 bytes, which begins here. */
export const BOOT_LOADER = 0x7e00;

const Manifest = z.object({ version: z.string(), protocol: z.int(), hex: z.string() });

export interface FirmwareFile {
  readonly path: string;
  readonly version: string;
  readonly protocol: number;
}

/** Throws StartupError where it is not what its manifest says, or does not fit. */
export function readFirmware(path: string): FirmwareFile {
  const text = read(path);
  const manifest = Manifest.safeParse(json(read(join(dirname(path), "manifest.json"))));
  if (!manifest.success) {
    throw new StartupError("firmware_unusable", `manifest.json beside ${path} does not tell what this is.`);
  }
  const { version, protocol, hex } = manifest.data;
  if (createHash("sha256").update(text).digest("hex") !== hex) {
    throw new StartupError("firmware_unusable", `${path} is not the file that its manifest.json describes.`);
  }
  if (endOf(text) > BOOT_LOADER) {
    throw new StartupError("firmware_unusable", `${path} reaches into the boot loader.`);
  }
  return { path, version, protocol };
}

/** What was read out of a chip, without the boot loader: that one stays where it is. */
export function withoutBootLoader(hex: string): string {
  return linesOf(hex)
    .filter(({ type, address }) => type !== DATA || address < BOOT_LOADER)
    .map(({ line }) => `${line}\n`)
    .join("");
}

const DATA = 0;

/** https://en.wikipedia.org/wiki/Intel_HEX: :LLAAAATT...CC. The chip has 32 KiB, so addresses need no extension. */
function linesOf(hex: string): { line: string; type: number; address: number; length: number }[] {
  return hex
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => {
      const [, length = "", address = "", type = ""] = /^:(..)(....)(..)/.exec(line) ?? [];
      return {
        line,
        type: Number.parseInt(type, 16),
        address: Number.parseInt(address, 16),
        length: Number.parseInt(length, 16),
      };
    });
}

function endOf(hex: string): number {
  const data = linesOf(hex).filter(({ type }) => type === DATA);
  return Math.max(0, ...data.map(({ address, length }) => address + length));
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    throw new StartupError(
      "firmware_unusable",
      `Cannot read ${path}: ${(error as NodeJS.ErrnoException).code}.`,
    );
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
