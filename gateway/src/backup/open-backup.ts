/** Opens a backup that is to be restored, wherever it lies. */
import { constants } from "node:fs";
import { type FileHandle, open, readlink } from "node:fs/promises";
import { StartupError } from "../startup-error.ts";
import { asOwnerOf } from "./as-owner.ts";

/** A pipe must not hold it up. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * With the rights of the folder's owner. Where they do not reach that far (a stick that root mounted) with ours, but over
 * no link: it is not for the owner to say what root reads. Throws StartupError backup_missing.
 */
export async function openBackup(file: string, folder: string): Promise<FileHandle> {
  const opened = await asOwnerOf(folder, () => open(file, READ)).catch(() => openItself(file));
  if ((await opened.stat()).isFile()) return opened;
  await opened.close();
  throw new StartupError("backup_missing", `${file} is no file.`);
}

async function openItself(file: string): Promise<FileHandle> {
  const opened = await open(file, READ).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "ENOENT" ? `There is no ${file}.` : `Cannot read ${file} (${cause.code}).`;
    throw new StartupError("backup_missing", why, { cause });
  });
  const path = await readlink(`/proc/self/fd/${opened.fd}`);
  if (path === file) return opened;
  await opened.close();
  throw new StartupError("backup_missing", `${file} is a link to ${path}: name that.`);
}
