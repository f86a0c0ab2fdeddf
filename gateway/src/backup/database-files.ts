/** Whole databases as files. */
import { constants, copyFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { syncPath } from "../durable.ts";

/** For its owner alone, and never over a file that is there. */
export function copyDurably(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  syncPath(to);
  syncPath(dirname(to));
}

/** The file, and what SQLite may have put beside it. */
export function removeDatabase(file: string): void {
  for (const end of DATABASE_ENDS) rmSync(`${file}${end}`, { force: true });
}

/** The database comes first: the rest means nothing without it. */
export const DATABASE_ENDS = ["", "-wal", "-shm", "-journal"] as const;
