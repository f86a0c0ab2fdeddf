/** Pairing keys as files of the data folder that only their owner can read, or as credentials of systemd. */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { LIMITS } from "@holdfast/protocol";
import { StartupError } from "../startup-error.ts";
import type { KeyStore } from "./key-store.ts";

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;
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
      return file === undefined ? readOwn(folder, keyFile(cabinet)) : readKey(file);
    },
    set(cabinet, key) {
      writeKey(folder, keyFile(cabinet), key);
      remove(folder, offerFile(cabinet));
    },
    offered: (cabinet) => readOwn(folder, offerFile(cabinet)),
    offer: (cabinet, key) => writeKey(folder, offerFile(cabinet), key),
    withdraw: (cabinet) => remove(folder, offerFile(cabinet)),
    writable: (cabinet) => given(cabinet) === undefined,
  };
}

function readOwn(folder: string, file: string): Uint8Array | undefined {
  if (!existsSync(file)) return undefined;
  if ((statSync(folder).mode & OTHERS) !== 0) {
    throw new StartupError("key_exposed", `Others than its owner may look into ${folder}.`);
  }
  return readKey(file, OTHERS);
}

/** `forbidden`: rights that nobody may have. Neither text nor digits of the key get into an error. */
function readKey(file: string, forbidden = 0): Uint8Array {
  let text: string;
  try {
    const descriptor = openSync(file, "r");
    try {
      if ((fstatSync(descriptor).mode & forbidden) !== 0) {
        throw new StartupError("key_exposed", `Others than its owner may read ${file}.`);
      }
      text = readFileSync(descriptor, "latin1");
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new StartupError("key_unreadable", `Cannot read ${file} (${code}).`);
  }
  if (!HEX.test(text)) throw new StartupError("key_unreadable", `${file} holds no key of 32 hex digits.`);
  return new Uint8Array(Buffer.from(text.trim(), "hex"));
}

/** Old or new after a power cut, never half: written beside, synced, renamed, and the name synced too. */
function writeKey(folder: string, file: string, key: Uint8Array): void {
  if (key.length !== LIMITS.KEY_LENGTH) throw new RangeError(`a key of ${key.length} bytes`);
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const beside = `${file}.new`;
  rmSync(beside, { force: true });
  const descriptor = openSync(beside, "wx", FILE_MODE);
  try {
    writeSync(descriptor, `${Buffer.from(key).toString("hex")}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
  syncFolder(folder);
}

function remove(folder: string, file: string): void {
  if (!existsSync(file)) return;
  rmSync(file);
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
