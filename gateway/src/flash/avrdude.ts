/** Runs avrdude on the controller's ATmega328P. */
import { spawn } from "node:child_process";
import { StartupError } from "../startup-error.ts";

export interface Programmer {
  /** As avrdude calls it: arduino and urclock talk to a boot loader, others to pins of the chip. */
  readonly name: string;
  /** A device, or how the programmer is found (usb). */
  readonly port: string;
  readonly baud: number | undefined;
  readonly program?: string;
}

const LIMIT_MS = 180_000;
const LAST_WORDS = 2000;
/** Bit 3 of the high fuse is 0: erasing the chip leaves the EEPROM as it is (data sheet, table 27-7). */
const EESAVE = 0x08;
const BOOT_LOADERS = ["arduino", "urclock"];

/** A boot loader writes page by page and cannot erase the chip, so the EEPROM stays. */
export function usesBootLoader({ name }: Programmer): boolean {
  return BOOT_LOADERS.includes(name);
}

/** The whole flash into a file of Intel HEX. */
export async function readFlash(programmer: Programmer, file: string): Promise<void> {
  await avrdude(programmer, ["-U", `flash:r:${file}:i`]);
}

/** avrdude reads back and compares what it wrote. It is out of reach of what a terminal sends to all who are at it. */
export async function writeFlash(programmer: Programmer, file: string): Promise<void> {
  const work = [...(usesBootLoader(programmer) ? ["-D"] : []), "-U", `flash:w:${file}:i`];
  await avrdude(programmer, work, { detached: true });
}

/** Throws where erasing the chip would take its keys and all rights with it. */
export async function checkEepromKept(programmer: Programmer): Promise<void> {
  if (usesBootLoader(programmer)) return;
  const said = await avrdude(programmer, ["-U", "hfuse:r:-:h"]);
  const fuse = Number(/^0x[0-9a-f]{1,2}$/im.exec(said)?.[0]);
  if (Number.isNaN(fuse) || (fuse & EESAVE) !== 0) {
    throw new StartupError(
      "eeprom_at_risk",
      `The high fuse is ${Number.isNaN(fuse) ? "unknown" : hex(fuse)}.`,
    );
  }
}

function hex(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** What it printed on stdout. */
function avrdude(
  { name, port, baud, program = "avrdude" }: Programmer,
  work: readonly string[],
  { detached = false } = {},
): Promise<string> {
  const speed = baud === undefined ? [] : ["-b", String(baud)];
  const args = ["-p", "m328p", "-c", name, "-P", port, ...speed, "-q", ...work];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT_MS, detached });
    let out = "";
    let words = "";
    child.stdout.setEncoding("latin1").on("data", (text: string) => {
      out = (out + text).slice(-LAST_WORDS);
    });
    child.stderr.setEncoding("latin1").on("data", (text: string) => {
      words = (words + text).slice(-LAST_WORDS);
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      reject(
        new StartupError(missing ? "avrdude_missing" : "avrdude_failed", `${program}: ${error.message}`),
      );
    });
    child.once("close", (code) => {
      if (code === 0) resolve(out);
      else reject(new StartupError("avrdude_failed", lastWords(words) || `avrdude ended with ${code}`));
    });
  });
}

function lastWords(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => /error|warning|cannot|mismatch|failed|timeout|sync/i.test(line));
  return lines.slice(-4).join("\n");
}
