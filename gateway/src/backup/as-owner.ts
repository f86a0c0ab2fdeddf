/** Whoever owns a folder can put links into it: root works there with the rights of the owner, so that none leads further. */
import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** For others than root, and in root's own folder, nothing changes. A folder that is missing counts as its parent does. */
export async function asOwnerOf<T>(folder: string, work: () => T | Promise<T>): Promise<T> {
  const { uid, gid } = statSync(nearest(folder));
  if (process.geteuid?.() !== 0 || uid === 0) return await work();
  const groups = process.getgroups?.() ?? [];
  const before = process.getegid?.() ?? 0;
  // The user comes last and goes first: only root may change the rest.
  process.setgroups?.([gid]);
  process.setegid?.(gid);
  process.seteuid?.(uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(before);
    process.setgroups?.(groups);
  }
}

function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}
