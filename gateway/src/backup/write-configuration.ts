/** Writes a completed configuration: each file is old or new after a power cut, and belongs to whom the old one does. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { CompletedConfiguration } from "../configuration/complete.ts";
import { syncPath } from "./durable.ts";
import { giveLike } from "./give-to-owner.ts";

const OWNER_ONLY = 0o600;
const PERMISSIONS = 0o777;

/** Returns the paths of the files beside it. */
export function writeConfiguration(file: string, { beside, text }: CompletedConfiguration): string[] {
  const written: string[] = [];
  for (const [end, content] of beside) {
    write(file, `${file}${end}`, content, OWNER_ONLY);
    written.push(`${file}${end}`);
  }
  if (text !== undefined) write(file, file, text, statSync(file).mode & PERMISSIONS);
  return written;
}

function write(owned: string, file: string, text: string, mode: number): void {
  const part = `${file}.part`;
  rmSync(part, { force: true });
  const opened = openSync(part, "wx", mode);
  try {
    writeSync(opened, text);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  giveLike(owned, part);
  renameSync(part, file);
  syncPath(dirname(file));
}
