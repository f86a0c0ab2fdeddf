/** What is on the chip before it is written, as a file for the way back. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { writeDurably } from "../durable.ts";
import { StartupError } from "../startup-error.ts";
import { type Programmer, readFlash, usesBootLoader } from "./avrdude.ts";
import { withoutBootLoader } from "./firmware-file.ts";

/** Root's is root's alone: what root writes to a chip, or over a file, is not for the gateway's user to choose. */
export function keptFolder(user = process.getuid?.()): string {
  return user === 0 ? "/var/lib/holdfast-firmware" : resolve("firmware-before");
}

/** Whole or not at all: a file that is there is good. */
export async function keepOld(programmer: Programmer, keep: string): Promise<void> {
  // avrdude follows links: it writes where nobody else can put one.
  const folder = mkdtempSync(join(tmpdir(), "holdfast-flash-"));
  try {
    const file = join(folder, "read.hex");
    await readFlash(programmer, file);
    const read = readFileSync(file, "latin1");
    const text = usesBootLoader(programmer) ? withoutBootLoader(read) : read;
    if (!text.includes(":00000001FF"))
      throw new StartupError("avrdude_failed", "The chip was not read to its end.");
    mkdirSync(dirname(keep), { recursive: true, mode: 0o700 });
    writeDurably(keep, text, 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
