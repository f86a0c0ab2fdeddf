/**
 * The virtual cabinet is paired by itself at the first start: random keys, of their own for each data folder, into the
 * gateway's key file and the image of the EEPROM.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pairedEeprom } from "@holdfast/controller";

const KEY_LENGTH = 16;

/**
 * Does nothing where there are keys already: pairing again is the operator's decision. A controller of a release that had
 * no keys is put aside, and this one takes its place.
 */
export function pairDemo(data: string, cabinet: string, eeprom: string): void {
  const keys = join(data, "keys");
  if (existsSync(keys)) return;
  if (existsSync(eeprom)) renameSync(eeprom, `${eeprom}.unpaired`);
  const pairingKey = randomBytes(KEY_LENGTH);
  const image = pairedEeprom({ controllerId: randomBytes(4), pinKey: randomBytes(KEY_LENGTH), pairingKey });
  writeFileSync(eeprom, image, { mode: 0o600 });
  mkdirSync(keys, { mode: 0o700 });
  writeFileSync(join(keys, `${cabinet}.key`), `${pairingKey.toString("hex")}\n`, { mode: 0o600 });
}
