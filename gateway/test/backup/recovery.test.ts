import { existsSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fromBackup, quarantine, stage } from "../../src/backup/replace-ledger.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { systemRandom } from "../../src/random.ts";
import {
  addEvents,
  kindsOf,
  ledgerFile,
  makeBackedUp,
  makeLedger,
  openTestLedger,
  overwrite,
  spoilEvent,
} from "../support/kept-ledger.ts";
import { temporaryFolder } from "../support/test-site.ts";

const SPOIL: [string, (file: string) => void][] = [
  ["its header is gone", (file) => overwrite(file, 0, new Uint8Array(100))],
  ["its first page is garbage", (file) => overwrite(file, 100, new Uint8Array(3000).fill(0xee))],
  ["it is cut off", (file) => truncateSync(file, 3 * 4096)],
  ["it is empty", (file) => truncateSync(file, 0)],
  ["it is another file", (file) => writeFileSync(file, "not a database, ".repeat(1000))],
  ["one of the newest events was changed", (file) => spoilEvent(file, '"sequence":8')],
];

test.each(SPOIL)(
  "a ledger of which %s is kept apart and the newest backup takes its place",
  async (_how, spoil) => {
    const folder = temporaryFolder();
    await makeBackedUp(folder, 5);
    makeLedger(folder, 3);
    spoil(ledgerFile(folder));
    const spoilt = readFileSync(ledgerFile(folder));
    const { ledger, care, logged } = await openTestLedger(folder);
    expect(kindsOf(ledger)).toEqual([...Array(5).fill("something"), "ledger_restored", "ledger_quarantined"]);
    expect(ledger.firstBroken()).toBeUndefined();
    expect(ledger.life).toMatchObject({ epoch: 2, cause: "restored", first_event: 6 });
    expect(readFileSync(join(folder, "quarantine", "0001-ledger.db"))).toEqual(spoilt);
    expect(care.problems().map(({ code }) => code)).toContain("ledger_restored");
    expect(logged.join("")).toContain("a backup was restored");
  },
);

test("a backup that is spoilt itself is passed over", async () => {
  const folder = temporaryFolder();
  await makeBackedUp(folder, 5);
  spoilEvent(await makeBackedUp(folder, 3), '"sequence":7');
  overwrite(ledgerFile(folder), 0, new Uint8Array(100));
  const { ledger } = await openTestLedger(folder);
  expect(kindsOf(ledger).slice(0, 6)).toEqual([...Array(5).fill("something"), "ledger_restored"]);
  expect(readdirSync(join(folder, "backups"))).toEqual(["ledger-0001.db", "ledger-0002.db.damaged"]);
});

test("without a backup a new ledger begins, says so, and opens to nobody", async () => {
  const folder = temporaryFolder();
  makeLedger(folder, 5);
  overwrite(ledgerFile(folder), 0, new Uint8Array(100));
  const { ledger, care } = await openTestLedger(folder);
  expect(kindsOf(ledger)).toEqual(["ledger_quarantined"]);
  expect(ledger.cabinets.slots("main")).toEqual([]);
  expect(care.problems().map(({ code }) => code)).toContain("ledger_began_anew");
});

test("a ledger that is gone where there are backups is a ledger that was lost", async () => {
  const folder = temporaryFolder();
  await makeBackedUp(folder, 2);
  renameSync(ledgerFile(folder), join(folder, "elsewhere"));
  const { ledger } = await openTestLedger(folder);
  expect(kindsOf(ledger)).toEqual(["something", "something", "ledger_restored"]);
});

test("the newest three that were moved away are kept", async () => {
  const folder = temporaryFolder();
  for (let i = 0; i < 5; i++) {
    const opened = await openTestLedger(folder);
    await opened.close();
    overwrite(ledgerFile(folder), 0, new Uint8Array(100));
  }
  const { ledger } = await openTestLedger(folder);
  expect(kindsOf(ledger)).toEqual(["ledger_quarantined"]);
  expect(readdirSync(join(folder, "quarantine"))).toEqual([
    "0003-ledger.db",
    "0004-ledger.db",
    "0005-ledger.db",
  ]);
});

test("a sound ledger is left as it is", async () => {
  const folder = temporaryFolder();
  await makeBackedUp(folder, 2);
  const { ledger, care } = await openTestLedger(folder);
  expect(kindsOf(ledger)).toEqual(["something", "something"]);
  expect(ledger.life.epoch).toBe(1);
  expect(existsSync(join(folder, "quarantine"))).toBe(false);
  expect(care.problems().map(({ code }) => code)).not.toContain("ledger_restored");
});

const RESTORING = { wall: 0, random: systemRandom };
const CUTS: [string, (folder: string) => void, number][] = [
  ["while the copy was made", (folder) => writeFileSync(join(folder, "restoring"), "half"), 3],
  ["before the old one was moved", () => {}, 3],
  ["between the old one and its log", (folder) => renameSync(ledgerFile(folder), join(folder, "moved")), 2],
  ["before the new one was in place", (folder) => void quarantine(folder), 2],
];

test.each(CUTS)("power fails %s: the next start finds one whole ledger", async (when, cut, events) => {
  const folder = temporaryFolder();
  const backup = await makeBackedUp(folder, 2);
  const log = `${ledgerFile(folder)}-wal`;
  const old = openLedger(folder, 0);
  addEvents(old, 1);
  const oldLog = readFileSync(log);
  old.close();
  if (!when.startsWith("while"))
    await stage(folder, { ...RESTORING, fill: fromBackup(backup, { why: "test" }) });
  // In the place of the new one's log it would be played into it.
  if (when.includes("log")) writeFileSync(log, oldLog);
  cut(folder);
  const { ledger } = await openTestLedger(folder);
  const kinds = kindsOf(ledger);
  expect(kinds.filter((kind) => kind === "something")).toHaveLength(events);
  expect(kinds.includes("ledger_restored")).toBe(events === 2);
  expect(readdirSync(folder).filter((name) => /restored|restoring$/.test(name))).toEqual([]);
});
