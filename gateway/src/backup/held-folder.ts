/**
 * What root does in the data folder of another user. Node on Debian cannot give up rights while it runs (CVE-2024-22017),
 * and whoever owns a folder can put links into it; so the folder is root's meanwhile, and nobody else changes a name in it.
 */
import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  lchownSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { StartupError } from "../startup-error.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
const GROUP_AND_OTHERS_WRITE = 0o022;
const OTHERS_WRITE = 0o002;

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The folder is there, and locked. Afterwards what was made in it belongs to its owner; so it does after a power cut, by
 * systemd/etc/tmpfiles.conf at the next boot. For everybody else than root nothing changes. Throws StartupError
 * data_folder_unsafe.
 */
export async function inHeldFolder<T>(folder: string, work: () => T | Promise<T>): Promise<T> {
  const owner = lstatSync(realpathSync(folder));
  if (process.getuid?.() !== 0 || owner.uid === 0) return await work();
  const path = realpathSync(folder);
  const around = lstatSync(dirname(path));
  if (around.uid !== 0 || (around.mode & GROUP_AND_OTHERS_WRITE) !== 0 || (owner.mode & OTHERS_WRITE) !== 0)
    throw unsafe(`Others than root can exchange the data folder ${path}.`);
  const opened = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    fchownSync(opened, 0, 0);
    refuseLinks(path);
    return await work();
  } finally {
    giveBack(path, owner);
    fchownSync(opened, owner.uid, owner.gid);
    closeSync(opened);
  }
}

function refuseLinks(folder: string): void {
  const link = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isSymbolicLink());
  if (link) throw unsafe(`${join(folder, link.name)} is a link: nothing in the data folder is one.`);
}

/** What root made: nobody else can make a file that is root's. */
function giveBack(folder: string, owner: Owner): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) for (const name of readdirSync(path)) give(join(path, name), owner);
    if (lstatSync(path).uid === 0) lchownSync(path, owner.uid, owner.gid);
  }
}

/** The folder around it may still be the owner's: what counts is the file that was opened. */
function give(path: string, owner: Owner): void {
  if (!lstatSync(path).isFile()) return;
  const opened = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const { uid, nlink } = fstatSync(opened);
    if (uid === 0 && nlink === 1) fchownSync(opened, owner.uid, owner.gid);
  } finally {
    closeSync(opened);
  }
}

function unsafe(message: string): StartupError {
  return new StartupError("data_folder_unsafe", message);
}
