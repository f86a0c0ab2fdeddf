/** Pairing keys as files of the data folder that only their owner can read, or as credentials of systemd. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "@holdfast/protocol";
import { StartupError } from "../startup-error.ts";
import type { KeyStore } from "./key-store.ts";
import { readOwnSecret, readSecret, removeSecret, writeSecret } from "./secret-file.ts";

const HEX = new RegExp(`^[0-9a-f]{${2 * LIMITS.KEY_LENGTH}}\\s*$`, "i");

/**
 * `<data>/keys/<cabinet>.key`, 32 hexadecimal digits. `credentials` is $CREDENTIALS_DIRECTORY: a key that is there comes
 * first and is only read (systemd.exec(5), LoadCredential=).
 */
export function keyFiles(data: string, credentials = process.env["CREDENTIALS_DIRECTORY"]): KeyStore {
  const folder = join(data, "keys");
  const keyFile = (cabinet: string) => join(folder, `${cabinet}.key`);
  const offerFile = (cabinet: string) => join(folder, `${cabinet}.offered-key`);
  const given = (cabinet: string) => {
    const file = credentials ? join(credentials, `${cabinet}.key`) : undefined;
    return file !== undefined && existsSync(file) ? file : undefined;
  };
  return {
    get(cabinet) {
      const file = given(cabinet);
      // systemd itself decides who may read its credentials, and an ACL of it shows as rights of the group.
      return file === undefined ? readOwn(folder, keyFile(cabinet)) : keyOf(readSecret(file), file);
    },
    set(cabinet, key) {
      writeKey(folder, keyFile(cabinet), key);
      removeSecret(folder, offerFile(cabinet));
    },
    offered: (cabinet) => readOwn(folder, offerFile(cabinet)),
    offer: (cabinet, key) => writeKey(folder, offerFile(cabinet), key),
    withdraw: (cabinet) => removeSecret(folder, offerFile(cabinet)),
    writable: (cabinet) => given(cabinet) === undefined,
  };
}

function readOwn(folder: string, file: string): Uint8Array | undefined {
  const text = readOwnSecret(folder, file);
  return text === undefined ? undefined : keyOf(text, file);
}

function keyOf(text: string, file: string): Uint8Array {
  if (!HEX.test(text)) throw new StartupError("key_unreadable", `${file} holds no key of 32 hex digits.`);
  return new Uint8Array(Buffer.from(text.trim(), "hex"));
}

function writeKey(folder: string, file: string, key: Uint8Array): void {
  if (key.length !== LIMITS.KEY_LENGTH) throw new RangeError(`a key of ${key.length} bytes`);
  writeSecret(folder, file, `${Buffer.from(key).toString("hex")}\n`);
}
