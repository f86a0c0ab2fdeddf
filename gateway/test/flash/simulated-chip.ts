/** An ATmega328P with the real Optiboot, simulated by simavr, on a pseudo-terminal: see optiboot.c. */
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../support/served-site.ts";

const SOURCE = fileURLToPath(new URL("./optiboot.c", import.meta.url));
/** From Debian's arduino-core-avr. */
const OPTIBOOT = "/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex";
const FLASH_BYTES = 32_768;
const EEPROM_BYTES = 1024;

export async function startChip(hex?: string) {
  const folder = temporaryFolder();
  const program = join(folder, "optiboot");
  execFileSync("cc", ["-O2", "-o", program, SOURCE, "-lsimavr"]);
  const files = { flash: join(folder, "flash"), eeprom: join(folder, "eeprom") };
  const eeprom = randomBytes(EEPROM_BYTES);
  writeFileSync(files.eeprom, eeprom);
  if (hex !== undefined) writeFileSync(files.flash, imageOf(hex));
  const child = spawn(program, [OPTIBOOT, files.flash, files.eeprom], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [name] = await once(child.stdout.setEncoding("latin1"), "data");
  return {
    port: String(name).trim(),
    eepromBefore: eeprom,
    /** Ends it and gives what is on it. */
    async end(): Promise<{ flash: Buffer; eeprom: Buffer }> {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
      return { flash: readFileSync(files.flash), eeprom: readFileSync(files.eeprom) };
    },
  };
}

/** The bytes of a flash that holds this Intel HEX and nothing else. */
export function imageOf(hex: string): Buffer {
  const image = Buffer.alloc(FLASH_BYTES, 0xff);
  for (const line of hex.split("\n")) {
    const [, length = "", address = "", type, data = ""] = /^:(..)(....)(..)(.*)../.exec(line) ?? [];
    if (type === "00") {
      Buffer.from(data.slice(0, 2 * Number.parseInt(length, 16)), "hex").copy(
        image,
        Number.parseInt(address, 16),
      );
    }
  }
  return image;
}
