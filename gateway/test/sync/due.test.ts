import { expect, test } from "vitest";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { requestId } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 3 };

test("who asks for a cycle is heard, also by a sync process that comes later, until one begins", async () => {
  const t = await startSyncSite();
  const desk = deskOf(t);
  const first: string[] = [];
  const later: string[] = [];
  const stop = desk.onDue((why) => first.push(why));
  desk.ask();
  expect(first).toEqual(["asked"]);
  stop();
  desk.onDue((why) => later.push(why));
  expect(later).toEqual(["asked"]);
  new MemoryCentral().pull(desk);
  const afterwards: string[] = [];
  desk.onDue((why) => afterwards.push(why));
  expect(afterwards).toEqual([]);
});

test.each([
  [true, ["open", "open"]],
  [false, []],
])("with after_open = %s a door that opened here says %j", async (after_open, heard) => {
  const t = await startSyncSite({ after_open });
  const whys: string[] = [];
  deskOf(t).onDue((why) => whys.push(why));
  await t.clock.pass(t.site.store(LOCKER, "+41791234567", requestId()));
  await t.clock.pass(t.site.collect(LOCKER, "+41791234567", t.pin(), requestId()));
  await t.clock.pass(t.site.setService({ ...LOCKER, locker: 4 }, true, "bent door"));
  await t.clock.advance(2000);
  expect(whys).toEqual(heard);
});

test("the end of a command is worth a cycle, so that whoever asked hears of it", async () => {
  const t = await startSyncSite();
  const whys: string[] = [];
  deskOf(t).onDue((why) => whys.push(why));
  const id = "6f2b8f5e-38a5-4b7e-9a52-6d1c5a3f0e11";
  const command = { ...LOCKER, id, kind: "out_of_service", reason: "bent door", who: "anna", ttl_ms: 60_000 };
  deskOf(t).take([{ ...command, payload: null, signature: null }]);
  await t.clock.until(() => whys.length > 0);
  expect(whys).toEqual(["command"]);
  const central = new MemoryCentral();
  expect(central.take(deskOf(t)).acks).toEqual([{ id, state: "done" }]);
  central.pull(deskOf(t));
  expect(central.pull(deskOf(t)).acks).toEqual(central.pull(deskOf(t)).acks);
});
