/** The units as they would be installed, in a folder of their own where every program that they name is there. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const UNITS = fileURLToPath(new URL("../units/", import.meta.url));
const CURRENT = "/usr/lib/holdfast/current";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-units-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const unitFiles = (): string[] => readdirSync(UNITS).sort();
export const unitText = (name: string): string => readFileSync(join(UNITS, name), "utf8");

export function layOut(folder: string): string[] {
  return unitFiles().map((name) => {
    const text = unitText(name)
      .replaceAll(CURRENT, join(folder, "current"))
      .replaceAll("/usr/bin/node", process.execPath);
    for (const [path] of text.matchAll(/(?<==|\s)\/\S*\/current\/\S+/g)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "#!/bin/sh\n");
      chmodSync(path, 0o755);
    }
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
}
