/** What root restored would be root's, and the gateway could not open it. */
import { chownSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { LEDGER_FILE } from "../ledger/database.ts";

const MADE = [LEDGER_FILE, "ledger.lock", "quarantine", "keys"];

/** The owner of the data folder gets what was made in it. */
export function giveToOwner(folder: string): void {
  for (const name of MADE) giveLike(folder, join(folder, name));
  const keys = join(folder, "keys");
  for (const name of existsSync(keys) ? readdirSync(keys) : []) giveLike(folder, join(keys, name));
}

/** The owner of one path gets another one. */
export function giveLike(owned: string, path: string): void {
  const { uid, gid } = statSync(owned);
  if (existsSync(path) && statSync(path).uid !== uid) chownSync(path, uid, gid);
}
