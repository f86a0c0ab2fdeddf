import { existsSync, renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Backup } from "../../contract/index.ts";
import { withGateway } from "../context.ts";
import { type Column, table } from "../table.ts";
import { localTime } from "../text.ts";
import { UsageError } from "../usage-error.ts";

const COLUMNS: Column<Backup>[] = [
  { title: "TIME", value: ({ at }) => localTime(at) },
  { title: "SIZE", value: ({ bytes }) => `${Math.ceil(bytes / 1024)} kB`, right: true },
  { title: "FILE", value: ({ path }) => path },
];

interface Options {
  to?: string;
  list?: boolean;
}

export function addBackup(program: Command): void {
  program
    .command("backup")
    .description("make a verified backup of the ledger while the gateway runs")
    .option("--to <file>", "put a copy of it there, on another disk")
    .option("--list", "show the backups that there are, newest first")
    .action(async ({ to, list }: Options, command: Command) => {
      const target = to === undefined ? undefined : resolve(to);
      if (target !== undefined && existsSync(target)) {
        throw new UsageError(`${target} exists.`, "Name a file that does not exist.");
      }
      await withGateway(command, async ({ client, print }) => {
        if (list) {
          const backups = await client.call("backups", {});
          return print(backups, (rows) => table(COLUMNS, rows, "There is no backup yet."));
        }
        const backup = await client.call("backup", {});
        if (target !== undefined) await copyTo(backup.path, target);
        print(
          { ...backup, ...(target && { path: target }) },
          ({ path }) => `Backup made and verified: ${path}`,
        );
      });
    });
}

/** Its name appears when all of it is on the disk and is what was verified. */
async function copyTo(from: string, target: string): Promise<void> {
  const { copyDurably } = await import("../../backup/database-files.ts");
  const { syncPath } = await import("../../durable.ts");
  const { verifyBackup } = await import("../../backup/verify-backup.ts");
  const part = `${target}.part`;
  try {
    rmSync(part, { force: true });
    copyDurably(from, part);
    await verifyBackup(part);
    renameSync(part, target);
    syncPath(target);
  } catch (error) {
    rmSync(part, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`The copy could not be made: ${message}`, `The backup itself is in ${from}`);
  }
}
