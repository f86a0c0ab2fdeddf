/** Secrets as files that only their owner can read. Neither their text nor a part of it gets into an error. */
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { syncPath, writeDurably } from "../durable.ts";
import { StartupError } from "../startup-error.ts";

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/** Undefined where there is no such file. Throws StartupError where others may read it, or nobody can. */
export function readOwnSecret(folder: string, file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  if ((statSync(folder).mode & OTHERS) !== 0) {
    throw new StartupError("key_exposed", `Others than its owner may look into ${folder}.`);
  }
  return readSecret(file, OTHERS);
}

/** `forbidden`: rights that nobody may have. */
export function readSecret(file: string, forbidden = 0): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      if ((fstatSync(descriptor).mode & forbidden) !== 0) {
        throw new StartupError("key_exposed", `Others than its owner may read ${file}.`);
      }
      return readFileSync(descriptor, "latin1");
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new StartupError("key_unreadable", `Cannot read ${file} (${code}).`);
  }
}

export function writeSecret(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  writeDurably(file, text, FILE_MODE);
}

export function removeSecret(folder: string, file: string): void {
  if (!existsSync(file)) return;
  rmSync(file);
  syncPath(folder);
}
