import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { addEvents } from "../support/kept-ledger.ts";
import { deskOf, EMPTY_HASH, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { temporaryFolder } from "../support/test-site.ts";

const FORK = expect.objectContaining({ code: "sync_fork" });

test("what central has is known, also after a restart", async () => {
  const t = await startSyncSite();
  expect(deskOf(t).ledger()).toMatchObject({
    epoch: { counter: 1, id: expect.stringMatching(/^[0-9a-f]{32}$/) },
    kept: { sequence: 0, hash: EMPTY_HASH, rev: 0 },
    site: "Lockers",
  });
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  await t.restart();
  expect(deskOf(t).ledger().kept).toEqual({ ...central.position, rev: central.rev });
  expect(deskOf(t).status()).toMatchObject({ position: central.position.sequence });
});

test("an answer that was lost changes nothing: the same page comes again", async () => {
  const t = await startSyncSite();
  const first = new MemoryCentral().take(deskOf(t));
  const second = new MemoryCentral().take(deskOf(t));
  expect(second).toEqual(first);
  expect(deskOf(t).status().position).toBe(0);
});

test.each([
  ["another hash", { hash: "f".repeat(64) }],
  ["an event that is not there", { sequence: 9999 }],
  ["the id of another life", { epoch: "e".repeat(32) }],
])("%s is a fork and moves nothing", async (_what, change) => {
  const t = await startSyncSite();
  const { epoch, head } = deskOf(t).ledger();
  const kept = { epoch: epoch.id, ...head, rev: 0, acknowledged: [] };
  expect(() => deskOf(t).kept({ ...kept, ...change })).toThrowError(FORK);
  expect(deskOf(t).status()).toMatchObject({ position: 0 });
  expect(deskOf(t).status().lastSuccess).toBeUndefined();
  deskOf(t).kept(kept);
  expect(deskOf(t).status()).toMatchObject({ position: head.sequence, backlog: 0 });
});

test("a central that was restored from a backup takes the position back", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  addEvents(ledger, 20);
  const t = await startSyncSite({}, { ledger });
  new MemoryCentral().drain(deskOf(t));
  const central = new MemoryCentral();
  central.pull(deskOf(t), 5);
  expect(deskOf(t).status().position).toBe(5);
  central.drain(deskOf(t));
  expect(central.position).toEqual(deskOf(t).ledger().head);
});

test("places are the hashes of events that are there; 0 is before the first", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  addEvents(ledger, 5);
  const t = await startSyncSite({}, { ledger });
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(deskOf(t).places([0, 3, 9999, 1])).toEqual([
    { sequence: 0, hash: EMPTY_HASH },
    { sequence: 3, hash: central.events[2]?.hash },
    { sequence: 1, hash: central.events[0]?.hash },
  ]);
});

test("an idle site does not write each minute that it is idle", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  const t = await startSyncSite({}, { ledger });
  const central = new MemoryCentral();
  await t.clock.until(() => t.controller.rights.configDigest !== 0);
  central.drain(deskOf(t));
  const written = () =>
    ledger.store((db) => db.prepare("SELECT total_changes() AS n").get()) as { n: number };
  const before = written().n;
  for (let minute = 0; minute < 9; minute++) {
    t.clock.block(60_000);
    central.pull(deskOf(t));
  }
  expect(written().n).toBe(before);
  t.clock.block(120_000);
  central.pull(deskOf(t));
  expect(written().n).toBe(before + 1);
});
