/** Builds the firmware from its sources and says what came out. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROTOCOL_VERSION } from "@holdfast/protocol";
import { BuildError, compilerVersion, link, type Sizes, sizes, toHex } from "./toolchain.ts";

export const CONTROLLER = fileURLToPath(new URL("..", import.meta.url));
export const RELEASE = join(CONTROLLER, "../release");
export const HEX_NAME = "holdfast-controller.hex";

const FOLDERS = ["avr", "core"] as const;
/** What the chip has, less a boot loader of 512 bytes and room for the stack. */
const LIMITS: Sizes = { flash: 32 * 1024 - 512, ram: 1600 };

export interface Manifest {
  version: string;
  /** What it speaks on the link. */
  protocol: number;
  sources: string;
  compiler: string;
  flash: number;
  ram: number;
  hex: string;
}

/** Sorted, so that the order of a directory changes nothing. */
export function sourceFiles(folders: readonly string[] = FOLDERS): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(CONTROLLER, folder))
        .filter((name) => /\.[ch]$/.test(name))
        .map((name) => `${folder}/${name}`),
    )
    .sort();
}

function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Over names and contents, each with its length before it. Paths are relative to the package. */
export function hashFiles(names: readonly string[]): string {
  return sha256(
    ...names.flatMap((name) => {
      const content = readFileSync(join(CONTROLLER, name));
      return [`${name} ${content.length}\n`, content];
    }),
  );
}

export function hashSources(): string {
  return hashFiles(sourceFiles());
}

/** What the controller says in its `welcome`. */
function version(): string {
  const header = readFileSync(join(CONTROLLER, "core/link.h"), "utf8");
  return ["MAJOR", "MINOR", "PATCH"]
    .map((part) => new RegExp(`#define FIRMWARE_${part} (\\d+)`).exec(header)?.[1])
    .join(".");
}

/** Compiles and links; the result is left in `folder`, which is, as the sources are, relative to `root`. */
export function compile(
  sources: readonly string[],
  folder: string,
  root = CONTROLLER,
): { hex: string; sizes: Sizes } {
  mkdirSync(join(root, folder), { recursive: true });
  const elf = `${folder}/holdfast-controller.elf`;
  const path = `${folder}/${HEX_NAME}`;
  link(
    root,
    sources.filter((name) => name.endsWith(".c")),
    FOLDERS,
    elf,
  );
  toHex(root, elf, path);
  return { hex: readFileSync(join(root, path), "utf8"), sizes: sizes(root, elf) };
}

export function buildFirmware(folder: string): { hex: string; manifest: Manifest } {
  const {
    hex,
    sizes: { flash, ram },
  } = compile(sourceFiles(), folder);
  if (flash > LIMITS.flash || ram > LIMITS.ram)
    throw new BuildError(
      "TOO_LARGE",
      `${flash} bytes of flash and ${ram} bytes of static RAM`,
      `At most ${LIMITS.flash} and ${LIMITS.ram} fit, with a boot loader and the stack.`,
    );
  const compiler = compilerVersion(CONTROLLER);
  return {
    hex,
    manifest: {
      version: version(),
      protocol: PROTOCOL_VERSION,
      sources: hashSources(),
      compiler,
      flash,
      ram,
      hex: sha256(hex),
    },
  };
}
