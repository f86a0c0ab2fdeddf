/** Files that are old or new after a power cut, never half: on disk, name and all, when these return (fsync(2)). */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** For a folder: its names. */
export function syncPath(path: string): void {
  const opened = openSync(path, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Written beside, synced, renamed. `beforeRename` is told where it stands until then. */
export function writeDurably(
  file: string,
  text: string,
  mode: number,
  beforeRename: (beside: string) => void = () => {},
): void {
  const beside = `${file}.new`;
  rmSync(beside, { force: true });
  const opened = openSync(beside, "wx", mode);
  try {
    writeSync(opened, text);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  beforeRename(beside);
  renameSync(beside, file);
  syncPath(dirname(file));
}
