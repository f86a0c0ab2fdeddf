/** Builds the firmware from its sources and says what came out. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildError, compilerVersion, link, type Sizes, sizes, toHex } from "./toolchain.ts";

export const CONTROLLER = fileURLToPath(new URL("..", import.meta.url));
export const RELEASE = join(CONTROLLER, "../release");
export const HEX_NAME = "holdfast-controller.hex";

const FOLDERS = ["avr", "core"] as const;
const LIMITS: Sizes = { flash: 26 * 1024, ram: 1500 };

export interface Manifest {
  version: string;
  sources: string;
  compiler: string;
  flash: number;
  ram: number;
  hex: string;
}

function sourceFiles(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(CONTROLLER, folder))
      .filter((name) => /\.[ch]$/.test(name))
      .map((name) => `${folder}/${name}`),
  ).sort();
}

function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Over sorted names and contents, each with its length before it. */
export function hashSources(): string {
  return sha256(
    ...sourceFiles().flatMap((name) => {
      const content = readFileSync(join(CONTROLLER, name));
      return [`${name} ${content.length}\n`, content];
    }),
  );
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(CONTROLLER, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** `folder` is relative to the package. */
export function buildFirmware(folder: string): { hex: string; manifest: Manifest } {
  mkdirSync(join(CONTROLLER, folder), { recursive: true });
  const elf = `${folder}/holdfast-controller.elf`;
  const path = `${folder}/${HEX_NAME}`;
  const sources = sourceFiles().filter((name) => name.endsWith(".c"));
  link(CONTROLLER, sources, FOLDERS, elf);
  toHex(CONTROLLER, elf, path);
  const { flash, ram } = sizes(CONTROLLER, elf);
  if (flash > LIMITS.flash || ram > LIMITS.ram)
    throw new BuildError(
      "TOO_LARGE",
      `${flash} bytes of flash and ${ram} bytes of RAM`,
      `At most ${LIMITS.flash} and ${LIMITS.ram} leave room for the stack and what is to come.`,
    );
  const hex = readFileSync(join(CONTROLLER, path), "utf8");
  const manifest = {
    version: version(),
    sources: hashSources(),
    compiler: compilerVersion(CONTROLLER),
    flash,
    ram,
    hex: sha256(hex),
  };
  return { hex, manifest };
}
