/**
 * The site's recovery key: what leaves this site sealed can be opened with it and with nothing else. It is made when a
 * site with [sync] first starts. Who has it and central's data can read the phone numbers, so its file is for its owner
 * alone; who loses it cannot build the site again from central.
 */
import { join } from "node:path";
import { readOwnSecret, writeSecret } from "../keys/secret-file.ts";
import { type Random, systemRandom } from "../random.ts";
import { StartupError } from "../startup-error.ts";
import { RECOVERY_KEY_BYTES, readRecoveryText, showRecoveryText } from "./recovery-text.ts";
import { sealer } from "./sealer.ts";

export function makeRecoveryKey(random: Random = systemRandom): Uint8Array {
  return random.bytes(RECOVERY_KEY_BYTES);
}

/** Where a data folder has it, as people write it down. No cabinet's key has such a name. */
export function recoveryKeyFile(data: string): string {
  return join(keysFolder(data), "site.recovery-key");
}

/** Undefined where there is none. Throws StartupError when it is there and unusable, or others may read it. */
export function readRecoveryKey(data: string): Uint8Array | undefined {
  const file = recoveryKeyFile(data);
  const text = readOwnSecret(keysFolder(data), file);
  try {
    return text === undefined ? undefined : readRecoveryText(text);
  } catch (cause) {
    throw new StartupError("recovery_key_mistyped", `${file}: ${(cause as Error).message}`, { cause });
  }
}

/** It is on disk when this returns. */
export function keepRecoveryKey(data: string, key: Uint8Array): void {
  writeSecret(keysFolder(data), recoveryKeyFile(data), `${showRecoveryText(key).join("-")}\n`);
}

/** The site is built again: its old key is its key. Another one that stands there is kept beside it. */
export function replaceRecoveryKey(data: string, key: Uint8Array): void {
  const file = recoveryKeyFile(data);
  const there = readOwnSecret(keysFolder(data), file);
  if (there !== undefined) {
    const kept = sealer(readRecoveryText(there)).fingerprint;
    if (kept === sealer(key).fingerprint) return;
    writeSecret(keysFolder(data), `${file}.${kept}`, there);
  }
  keepRecoveryKey(data, key);
}

/** The one that is there, else a new one. */
export function openRecoveryKey(data: string, random: Random): Uint8Array {
  const kept = readRecoveryKey(data);
  if (kept) return kept;
  const made = makeRecoveryKey(random);
  keepRecoveryKey(data, made);
  return made;
}

function keysFolder(data: string): string {
  return join(data, "keys");
}
