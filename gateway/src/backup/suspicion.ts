/** A mark that the ledger failed while it was in use: the next start looks at every page of it. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

function mark(folder: string): string {
  return join(folder, "ledger.suspect");
}

export function suspect(folder: string): void {
  try {
    writeFileSync(mark(folder), "", { mode: 0o600 });
  } catch {
    // A full disk takes no mark; the next start then checks as always.
  }
}

export function isSuspect(folder: string): boolean {
  return existsSync(mark(folder));
}

export function clearSuspicion(folder: string): void {
  rmSync(mark(folder), { force: true });
}
