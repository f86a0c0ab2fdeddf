/** Opens a backup that is to be restored, wherever it lies. */
import { constants, lstatSync } from "node:fs";
import { type FileHandle, open, readlink } from "node:fs/promises";
import { StartupError } from "../startup-error.ts";

/** A pipe must not hold it up. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Root follows no link to it where the data folder is somebody else's: it is not for them to say what root reads. Throws
 * StartupError backup_missing.
 */
export async function openBackup(file: string, folder: string): Promise<FileHandle> {
  const opened = await open(file, READ).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "ENOENT" ? `There is no ${file}.` : `Cannot read ${file} (${cause.code}).`;
    throw new StartupError("backup_missing", why, { cause });
  });
  try {
    if (!(await opened.stat()).isFile()) throw new StartupError("backup_missing", `${file} is no file.`);
    const path = await readlink(`/proc/self/fd/${opened.fd}`);
    if (process.getuid?.() === 0 && lstatSync(folder).uid !== 0 && path !== file)
      throw new StartupError("backup_missing", `${file} is a link to ${path}: name that.`);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
