import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { makeBackedUp } from "../support/kept-ledger.ts";
import { makeSmallDisk } from "../support/small-disk.ts";

const DISK_BYTES = 2_200_000;

test("on a full disk changes go on in the place of the ballast, and none that was made is lost", async () => {
  const { folder, start } = makeSmallDisk(DISK_BYTES);
  const child = start();
  expect(await child.tell("ask")).toMatchObject({ low: false, problems: [] });
  const { done: before } = await child.tell("changeUntilLow");
  expect(existsSync(join(folder, "ballast"))).toBe(false);
  const after = await child.tell("change 100");
  expect(after).toEqual({ done: 100 });
  await child.tell("pass 0");
  expect(await child.tell("ask")).toMatchObject({ low: true, problems: ["disk_full"] });
  await child.kill();
  const ledger = openLedger(folder, 0);
  const kinds = ledger.events({ last: 1000 }).map(({ kind }) => kind);
  expect(kinds.at(-1)).toBe("disk_full");
  expect(ledger.head.sequence).toBe(Number(before) + 101);
  expect(ledger.firstBroken()).toBeUndefined();
  ledger.close();
});

test("a disk that stays full refuses changes in the end, and takes them again when there is room", async () => {
  const { folder, start, resize } = makeSmallDisk(DISK_BYTES);
  const child = start();
  await child.tell("changeUntilLow");
  const { done, refused } = await child.tell("change 100000");
  expect(refused).toBe("SQLITE_FULL");
  await child.tell("pass 0");
  const { events } = await child.tell("ask");
  resize(2 * DISK_BYTES);
  expect(await child.tell("change 10")).toEqual({ done: 10 });
  // The ballast comes back by itself, and with it the permission to store.
  await child.tell("pass 10800000");
  expect(await child.tell("ask")).toMatchObject({ low: false, problems: [] });
  expect(existsSync(join(folder, "ballast"))).toBe(true);
  await child.kill();
  const ledger = openLedger(folder, 0);
  expect(Number(done)).toBeGreaterThan(100);
  expect(ledger.head.sequence).toBeGreaterThanOrEqual(Number(events) + 10);
  expect(ledger.firstBroken()).toBeUndefined();
  ledger.close();
});

test("only backups before the newest one are removed for room, and no new one is made", async () => {
  const { folder, start } = makeSmallDisk(DISK_BYTES);
  for (let i = 0; i < 3; i++) await makeBackedUp(folder, 1);
  const child = start();
  await child.tell("changeUntilLow");
  expect(readdirSync(join(folder, "backups"))).toHaveLength(3);
  expect(await child.tell("backup")).toMatchObject({ code: "backup_failed" });
  await child.tell("change 100000");
  expect(readdirSync(join(folder, "backups"))).toEqual(["ledger-0003.db"]);
});

test("a gateway starts on a full disk, and knows that it is full", async () => {
  const { folder, start, resize } = makeSmallDisk(DISK_BYTES);
  const first = start();
  await first.tell("changeUntilLow");
  const { events } = await first.tell("ask");
  await first.kill();
  resize(0);
  const second = start();
  expect(await second.tell("ask")).toEqual({ low: true, problems: ["disk_full"], events });
  // It ends as well, and nothing that only the log holds is lost by that.
  expect(await second.tell("close")).toEqual({});
  await second.kill();
  expect(await start().tell("ask")).toMatchObject({ events });
  expect(existsSync(join(folder, "quarantine"))).toBe(false);
});
