import { cpSync, existsSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { addEvents, kindsOf, ledgerFile, openTestLedger, overwrite } from "../support/kept-ledger.ts";
import { temporaryFolder } from "../support/test-site.ts";

/** A folder as a power cut leaves it: the last changes are in the log only. */
function cutFolder(events: number): string {
  const running = join(temporaryFolder(), "running");
  const ledger = openLedger(running, 0);
  for (let i = 0; i < events; i++) addEvents(ledger, 1);
  const folder = join(temporaryFolder(), "cut");
  cpSync(running, folder, { recursive: true });
  ledger.close();
  return folder;
}

const log = (folder: string) => `${ledgerFile(folder)}-wal`;

test.each<[string, (file: string) => void, number]>([
  ["whole", () => {}, 10],
  ["cut within its last frame", (file) => truncateSync(file, statSync(file).size - 1000), 9],
  ["garbage in its last frame", (file) => overwrite(file, statSync(file).size - 900, new Uint8Array(300)), 9],
  ["followed by garbage", (file) => overwrite(file, statSync(file).size, new Uint8Array(5000).fill(7)), 10],
  ["empty", (file) => truncateSync(file, 0), 0],
])(
  "a log that is %s is SQLite's own recovery and no reason to move the ledger away",
  async (_how, tear, left) => {
    const folder = cutFolder(10);
    expect(readFileSync(log(folder)).length).toBeGreaterThan(4096);
    tear(log(folder));
    const { ledger } = await openTestLedger(folder);
    expect(kindsOf(ledger)).toHaveLength(left);
    expect(existsSync(join(folder, "quarantine"))).toBe(false);
  },
);
