/** Runs the generator on a configuration and reads what it wrote. */
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./units.ts";

const GENERATOR = fileURLToPath(new URL("../bin/holdfast-generator", import.meta.url));

export function generate(toml: string | undefined): { files: Record<string, string> } {
  const folder = temporaryFolder();
  const configuration = join(folder, "holdfast.toml");
  const out = join(folder, "out");
  mkdirSync(out);
  if (toml !== undefined) writeFileSync(configuration, toml);
  execFileSync(GENERATOR, [out, out, out], { env: { ...process.env, HOLDFAST_CONFIG: configuration } });
  const files: Record<string, string> = {};
  for (const entry of readdirSync(out, { recursive: true, encoding: "utf8" })) {
    const path = join(out, entry);
    const found = lstatSync(path);
    if (found.isSymbolicLink()) files[relative(out, path)] = readlinkSync(path);
    else if (found.isFile()) files[relative(out, path)] = readFileSync(path, "utf8");
  }
  return { files };
}
