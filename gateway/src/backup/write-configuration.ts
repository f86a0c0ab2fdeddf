/** Writes a completed configuration: each file is old or new after a power cut, and belongs to whom the old one does. */
import { statSync } from "node:fs";
import type { CompletedConfiguration } from "../configuration/complete.ts";
import { writeDurably } from "../durable.ts";

const OWNER_ONLY = 0o600;
const PERMISSIONS = 0o777;

/** Returns the paths of the files beside it. */
export function writeConfiguration(file: string, { beside, text }: CompletedConfiguration): string[] {
  const owner = statSync(file);
  const written: string[] = [];
  for (const [end, content] of beside) {
    writeDurably(`${file}${end}`, content, OWNER_ONLY, owner);
    written.push(`${file}${end}`);
  }
  if (text !== undefined) writeDurably(file, text, owner.mode & PERMISSIONS, owner);
  return written;
}
