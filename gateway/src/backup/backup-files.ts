/** The backups of a data folder. Whatever has such a name was verified when it was made. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { syncPath } from "../durable.ts";

export interface BackupFile {
  readonly path: string;
  /** Counts up. The order of backups rests on it, not on a clock. */
  readonly number: number;
  readonly bytes: number;
  /** Wall-clock milliseconds, for showing. */
  readonly at: number;
}

export const KEPT_BACKUPS = 7;
const NAME = /^ledger-(\d+)\.db$/;

export function backupFolder(folder: string): string {
  return join(folder, "backups");
}

/** Newest first. */
export function listBackups(folder: string): BackupFile[] {
  const found: BackupFile[] = [];
  for (const name of names(folder)) {
    const path = join(backupFolder(folder), name);
    const number = Number(NAME.exec(name)?.[1]);
    const stat = number > 0 ? statSync(path, { throwIfNoEntry: false }) : undefined;
    if (stat?.isFile()) found.push({ path, number, bytes: stat.size, at: stat.mtimeMs });
  }
  return found.sort((a, b) => b.number - a.number);
}

/** Where the next one is made, and the name that it gets when it is verified. */
export function nextBackup(folder: string): { part: string; path: string } {
  mkdirSync(backupFolder(folder), { recursive: true, mode: 0o700 });
  const used = names(folder).map((name) => Number(/^ledger-(\d+)\./.exec(name)?.[1] ?? 0));
  const number = Math.max(0, ...used) + 1;
  const path = join(backupFolder(folder), `ledger-${String(number).padStart(4, "0")}.db`);
  return { part: `${path}.part`, path };
}

/** Keeps the newest so many, at least one, and what is left of a backup that was never finished goes. */
export function pruneBackups(folder: string, keep = KEPT_BACKUPS): void {
  const backups = listBackups(folder);
  for (const { path } of backups.slice(Math.max(1, keep))) rmSync(path, { force: true });
  const kept = new Set(backups.slice(0, Math.max(1, keep)).map(({ path }) => path));
  for (const name of names(folder)) {
    const path = join(backupFolder(folder), name);
    if (/^ledger-\d+\.db\./.test(name) && !kept.has(path)) rmSync(path, { force: true });
  }
}

/** It was sound once and is no longer: it counts no more, and is kept until the next one is made. */
export function discardBackup(folder: string, { path }: BackupFile): void {
  renameSync(path, `${path}.damaged`);
  syncPath(backupFolder(folder));
}

function names(folder: string): string[] {
  try {
    return readdirSync(backupFolder(folder));
  } catch {
    return [];
  }
}
