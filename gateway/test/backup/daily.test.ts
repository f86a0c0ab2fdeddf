import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listBackups } from "../../src/backup/backup-files.ts";
import { DAY_MS } from "../../src/backup/ledger-care.ts";
import { addEvents, makeBackedUp, openTestLedger } from "../support/kept-ledger.ts";
import { temporaryFolder } from "../support/test-site.ts";

const MINUTE_MS = 60_000;

/** A kept ledger of which `age` hours have passed since its newest backup, as far as the wall clock knows. */
async function kept(age: number | undefined) {
  const folder = temporaryFolder();
  const path = age === undefined ? undefined : await makeBackedUp(folder, 1);
  const opened = await openTestLedger(folder);
  if (path !== undefined && age !== undefined) {
    const at = (opened.clock.wall() - age * 3_600_000) / 1000;
    utimesSync(path, at, at);
  }
  opened.care.start();
  const count = () => listBackups(folder).at(0)?.number ?? 0;
  const made = async (number: number) => {
    while (count() < number) await new Promise((resolve) => setImmediate(resolve));
  };
  return { ...opened, folder, count, made };
}

test("a new ledger has its first backup after ten minutes, then one a day", async () => {
  const { clock, count, made } = await kept(undefined);
  await clock.advance(10 * MINUTE_MS - 1);
  expect(count()).toBe(0);
  await clock.advance(1);
  await made(1);
  await clock.advance(DAY_MS - 1);
  expect(count()).toBe(1);
  await clock.advance(1);
  await made(2);
});

test.each([
  ["six hours old", 6, 18 * 60],
  ["two days old", 48, 10],
  ["from the future, because the clock is wrong", -1000, 10],
])("with a backup that is %s (%d h) the next one comes after %d min", async (_age, age, minutes) => {
  const { clock, count, made } = await kept(age);
  await clock.advance(minutes * MINUTE_MS - 1000);
  expect(count()).toBe(1);
  await clock.advance(1000);
  await made(2);
});

test("the wall clock may jump as it likes: the next backup comes after a day all the same", async () => {
  const { clock, count, made } = await kept(0);
  clock.wallOffset = 0;
  await clock.advance(DAY_MS / 2);
  clock.wallOffset = 4e12;
  await clock.advance(DAY_MS / 2 - 1);
  expect(count()).toBe(1);
  await clock.advance(1);
  await made(2);
});

test("who asks twice at the same time gets one backup", async () => {
  const { care, count, ledger } = await kept(undefined);
  addEvents(ledger, 1);
  const [first, second] = await Promise.all([care.backup(), care.backup()]);
  expect(first).toEqual(second);
  expect(count()).toBe(1);
  expect(care.backups()).toEqual([first]);
});

test("a backup that fails is a problem that the operator sees, tried again each hour", async () => {
  const { care, clock, folder, logged, made } = await kept(undefined);
  writeFileSync(join(folder, "backups"), "a file where the folder should be");
  const failed = () => care.problems().some(({ code }) => code === "backup_failed");
  await clock.advance(10 * MINUTE_MS);
  while (!failed()) await new Promise((resolve) => setImmediate(resolve));
  expect(logged.join("")).toContain("no backup could be made");
  rmSync(join(folder, "backups"));
  await clock.advance(60 * MINUTE_MS);
  await made(1);
  while (failed()) await new Promise((resolve) => setImmediate(resolve));
});
