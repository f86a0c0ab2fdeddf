import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { listBackups } from "../../src/backup/backup-files.ts";
import { makeBackup } from "../../src/backup/make-backup.ts";
import { verifyBackup } from "../../src/backup/verify-backup.ts";
import { Ledger, openLedger } from "../../src/ledger/ledger.ts";
import { systemRandom } from "../../src/random.ts";
import { addEvents, ledgerFile, makeBackedUp, readPragma } from "../support/kept-ledger.ts";
import { temporaryFolder } from "../support/test-site.ts";

const NEVER = new AbortController().signal;

test("a backup is one file for its owner alone, equal to the ledger, and stands on its own", async () => {
  const folder = temporaryFolder();
  const ledger = openLedger(folder, 0);
  addEvents(ledger, 20);
  const backup = await makeBackup(ledger, folder, NEVER);
  expect(await verifyBackup(backup.path)).toMatchObject({ events: 20, head: ledger.head.hash, epoch: 1 });
  expect(statSync(backup.path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "backups")).mode & 0o777).toBe(0o700);
  expect(readPragma(backup.path, "journal_mode")).toBe("delete");
  expect(readdirSync(join(folder, "backups"))).toEqual(["ledger-0001.db"]);
  ledger.close();
});

test("what is committed while the copy is made is in it, whole", async () => {
  const folder = temporaryFolder();
  const ledger = openLedger(folder, 0);
  // More pages than are copied in one turn.
  addEvents(ledger, 3000);
  let done = false;
  const made = makeBackup(ledger, folder, NEVER).finally(() => {
    done = true;
  });
  while (!done) {
    addEvents(ledger, 1, "meanwhile");
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { events } = await verifyBackup((await made).path);
  expect(events).toBeGreaterThan(3000);
  ledger.close();
});

test("the newest seven are kept, and their numbers never come twice", async () => {
  const folder = temporaryFolder();
  for (let i = 0; i < 9; i++) await makeBackedUp(folder, 1);
  expect(listBackups(folder).map(({ number }) => number)).toEqual([9, 8, 7, 6, 5, 4, 3]);
});

test("a ledger that is spoilt where nobody looked makes no backup, and the good ones stay", async () => {
  const folder = temporaryFolder();
  const good = await makeBackedUp(folder, 3);
  const before = readFileSync(good);
  const db = new Database(ledgerFile(folder));
  db.exec("DROP TRIGGER event_no_update; UPDATE event SET body = '{}' WHERE sequence = 1");
  const spoilt = new Ledger(db, 0, systemRandom);
  await expect(makeBackup(spoilt, folder, NEVER)).rejects.toMatchObject({
    code: "backup_damaged",
    message: expect.stringContaining("the hash chain breaks at event 1"),
  });
  spoilt.close();
  expect(readdirSync(join(folder, "backups"))).toEqual(["ledger-0001.db"]);
  expect(readFileSync(good)).toEqual(before);
});

test("what a power cut left of a backup is removed by the next one", async () => {
  const folder = temporaryFolder();
  await makeBackedUp(folder, 1);
  for (const left of ["ledger-0002.db.part", "ledger-0002.db.part-journal", "ledger-0001.db.damaged"]) {
    writeFileSync(join(folder, "backups", left), "half");
  }
  await makeBackedUp(folder, 1);
  expect(readdirSync(join(folder, "backups"))).toEqual(["ledger-0001.db", "ledger-0003.db"]);
});

test("a backup that is given up leaves nothing", async () => {
  const folder = temporaryFolder();
  const ledger = openLedger(folder, 0);
  addEvents(ledger, 3000);
  const giveUp = new AbortController();
  const made = makeBackup(ledger, folder, giveUp.signal);
  giveUp.abort();
  await expect(made).rejects.toMatchObject({ name: "AbortError" });
  expect(readdirSync(join(folder, "backups"))).toEqual([]);
  ledger.close();
});
