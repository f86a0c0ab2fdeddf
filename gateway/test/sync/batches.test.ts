import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { RawEvents } from "../../src/ledger/raw-events.ts";
import { addEvents, plansOf } from "../support/kept-ledger.ts";
import { deskOf, EMPTY_HASH, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { temporaryFolder } from "../support/test-site.ts";

test("what happened comes in pages, byte for byte, and each page goes on where the one before ended", async () => {
  const t = await startSyncSite();
  for (let i = 0; i < 12; i++) t.site.sync?.showRecoveryKey();
  const central = new MemoryCentral();
  expect(central.drain(deskOf(t), 5)).toBeGreaterThan(2);
  const { head } = deskOf(t).ledger();
  expect(central.position).toEqual(head);
  expect(central.events.map(({ kind }) => kind)).toContain("recovery_key_shown");
  // Nothing is left: the next one is empty, and says so.
  expect(central.pull(deskOf(t))).toMatchObject({ after: head.sequence, events: [], eventsLeft: 0 });
});

test("a page says how many events are left", async () => {
  const t = await startSyncSite();
  for (let i = 0; i < 7; i++) t.site.sync?.showRecoveryKey();
  const { head } = deskOf(t).ledger();
  const { events, eventsLeft } = deskOf(t).batch({ after: 0, rowsAfter: 0, most: 4 });
  expect([events.length, eventsLeft]).toEqual([4, head.sequence - 4]);
});

test("after an event that the ledger does not have there is no page", async () => {
  const t = await startSyncSite();
  const { head } = deskOf(t).ledger();
  const ask = () => deskOf(t).batch({ after: head.sequence + 1, rowsAfter: 0, most: 10 });
  expect(ask).toThrowError(expect.objectContaining({ code: "sync_no_such_event" }));
});

test("events of any size leave in answers below 3 MB", async () => {
  const folder = temporaryFolder();
  const ledger = openLedger(folder, 0);
  addEvents(ledger, 1000, "something", '"\\'.repeat(2000));
  const t = await startSyncSite({}, { ledger });
  const central = new MemoryCentral();
  expect(central.drain(deskOf(t))).toBeGreaterThan(3);
  expect(central.events).toHaveLength(ledger.head.sequence);
  for (const text of central.texts) expect(Buffer.byteLength(text)).toBeLessThan(3_000_000);
});

test("an event that is no JSON any more is sent as it is and holds nothing up", async () => {
  const folder = temporaryFolder();
  const ledger = openLedger(folder, 0);
  addEvents(ledger, 3);
  const t = await startSyncSite({}, { ledger });
  ledger.store((db) =>
    db.exec("DROP TRIGGER event_no_update; UPDATE event SET body = 'spoilt' WHERE sequence = 2"),
  );
  const { events } = deskOf(t).batch({ after: 0, rowsAfter: 0, most: 10 });
  expect(events[1]).toMatchObject({ at: 0, kind: "unreadable", body: "spoilt" });
  expect(events[2]?.kind).toBe("something");
});

test("a page is found by the sequence, whatever the size of the ledger", () => {
  const folder = temporaryFolder();
  openLedger(folder, 0).close();
  const plans = plansOf(folder, (db) => new RawEvents(db));
  expect(plans.length).toBeGreaterThan(1);
  for (const plan of plans) expect(plan).toMatch(/^SEARCH event( USING INTEGER PRIMARY KEY .*)?$/);
});

test("the hash before the first event is that of nothing", async () => {
  const t = await startSyncSite();
  expect(deskOf(t).batch({ after: 0, rowsAfter: 0, most: 1 }).hash).toBe(EMPTY_HASH);
});
