/** Builds the controller's core with the board of the simulation (host/wasm) as a WebAssembly module. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTROLLER } from "./firmware.ts";
import { BuildError } from "./toolchain.ts";

/** A change of one place in the sources, for planted mistakes: `find` stands there exactly once. */
export interface Patch {
  /** Relative to the package, e.g. "core/link.c". */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const FLAGS = [
  "--target=wasm32",
  "-std=c11",
  "-O2",
  "-fshort-enums",
  "-ffreestanding",
  "-nostdlib",
  "-Wall",
  "-Wextra",
  "-Ihost/wasm/include",
  "-Icore",
  "-Wl,--no-entry",
  "-Wl,--strip-all",
];

/** The module's bytes. Throws BuildError, and Error for a patch that does not fit. */
export function buildWasm(patches: readonly Patch[] = []): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-wasm-"));
  try {
    cpSync(join(CONTROLLER, "core"), join(folder, "core"), { recursive: true });
    cpSync(join(CONTROLLER, "host/wasm"), join(folder, "host/wasm"), { recursive: true });
    for (const patch of patches) applyPatch(folder, patch);
    const sources = ["core", "host/wasm"].flatMap((name) =>
      readdirSync(join(folder, name))
        .filter((file) => file.endsWith(".c"))
        .map((file) => join(name, file)),
    );
    compile(folder, sources);
    return new Uint8Array(readFileSync(join(folder, "core.wasm")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Replaces the one place in the copy under `folder`. */
export function applyPatch(folder: string, { file, find, replace }: Patch): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`a patch of ${file} fits ${places} times: ${find}`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
}

function compile(cwd: string, sources: readonly string[]): void {
  try {
    execFileSync("clang", [...FLAGS, ...sources, "-o", "core.wasm"], {
      cwd,
      encoding: "utf8",
      stdio: "pipe",
    });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (code === "ENOENT")
      throw new BuildError("NO_COMPILER", "clang is not there", "sudo apt-get install clang lld");
    throw new BuildError("COMPILER_FAILED", `clang failed:\n${stderr}`, "Mend what it complains about.");
  }
}
