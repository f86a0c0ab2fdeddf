/** Two packages of the present tree that differ in their number only. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { must } from "./debian-root.ts";

const PROGRAM = fileURLToPath(new URL("../../../systemd/dist/package.js", import.meta.url));

export interface PackageFiles {
  readonly old: string;
  readonly new: string;
}

export interface Packages extends PackageFiles {
  close(): void;
}

export const OLD = "0.1.0";
export const NEW = "0.1.1";

export function buildPackages(): Packages {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-deb-"));
  const build = (version: string) =>
    must(process.execPath, [PROGRAM, "--version", version, "--out", folder]).trim();
  return {
    old: build(OLD),
    new: build(NEW),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
