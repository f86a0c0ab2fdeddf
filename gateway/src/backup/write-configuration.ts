/** Writes a completed configuration: each file is old or new after a power cut, and belongs to whom the old one does. */
import { statSync } from "node:fs";
import type { CompletedConfiguration } from "../configuration/complete.ts";
import { writeDurably } from "../durable.ts";
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
  writeDurably(file, text, mode, (beside) => giveLike(owned, beside));
}
