/** Files that are old or new after a power cut, never half: on disk, name and all, when these return (fsync(2)). */
import {
  closeSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
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

/** Written beside, synced, renamed. It belongs to who writes it, or to `owner`. */
export function writeDurably(
  file: string,
  text: string,
  mode: number,
  owner?: { readonly uid: number; readonly gid: number },
): void {
  const beside = `${file}.new`;
  rmSync(beside, { force: true });
  const opened = openSync(beside, "wx", mode);
  try {
    writeSync(opened, text);
    // What was opened, and not its name: that may be a link by now.
    if (owner && owner.uid !== fstatSync(opened).uid) fchownSync(opened, owner.uid, owner.gid);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(beside, file);
  syncPath(dirname(file));
}
