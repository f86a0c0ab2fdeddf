/** A backup of central as its admin takes it and puts it back: all that gateways and admins wrote, with mariadb-dump. */
import { createReadStream, createWriteStream } from "node:fs";
import { type Central, TABLES } from "@holdfast/sync/central";
import type { Mariadb } from "@holdfast/sync/rig";
import { runProgram } from "../../sync/run-program.ts";

const DATA_ONLY = ["--single-transaction", "--no-create-info", "--skip-add-locks", "--skip-disable-keys"];

export async function dumpCentral(node: Mariadb, file: string): Promise<void> {
  const args = [...asRoot(node), ...DATA_ONLY, "--hex-blob", "holdfast", ...TABLES];
  await runProgram("mariadb-dump", args, { output: createWriteStream(file) });
}

export async function loadCentral(node: Mariadb, admin: Central, file: string): Promise<void> {
  for (const table of TABLES) await admin.run(`DELETE FROM ${table}`);
  await runProgram("mariadb", [...asRoot(node), "holdfast"], { input: createReadStream(file) });
}

function asRoot({ socketPath }: Mariadb): string[] {
  return ["--no-defaults", `--socket=${socketPath}`, "--user=root"];
}
