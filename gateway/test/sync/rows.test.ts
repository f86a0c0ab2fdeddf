import { decodeSlot } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { sealer } from "../../src/sync/recovery.ts";
import { readRecoveryText } from "../../src/sync/recovery-text.ts";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { configuration, requestId } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 3 };
const PHONE = "+41791234567";

test("rows follow what happens at the cabinet, and only what changed is sent again", async () => {
  const t = await startSyncSite();
  const { clock, controller } = t;
  await clock.until(() => controller.rights.configDigest !== 0);
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(central.row("site")).toMatchObject({ name: "Lockers", software: expect.stringMatching(/^\d/) });
  expect(central.row("cabinet main")).toMatchObject({ name: "Main hall", link: "up" });
  expect(central.row("locker main/3")).toMatchObject({ state: "free", rental: null, verifier: null });
  expect([...central.rows.keys()].filter((key) => key.startsWith("locker"))).toHaveLength(8);

  await clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await clock.until(() => t.site.state().cabinets[0]?.lockers[2]?.state === "held");
  const { rows } = central.pull(deskOf(t));
  expect(rows.lockers.map(({ locker }) => locker)).toEqual([3]);
  expect(rows.rentals).toHaveLength(1);
  expect(central.row("rental 1")).toMatchObject({ ...LOCKER, source: "web", ended_at: null, ended_by: null });
  expect(central.row("locker main/3")).toMatchObject({ state: "held", rental: 1 });

  const { visit } = await clock.pass(t.site.collect(LOCKER, PHONE, t.pin(), requestId()));
  await clock.pass(t.site.finish(visit));
  await clock.until(() => t.site.state().cabinets[0]?.lockers[2]?.state === "free");
  central.drain(deskOf(t));
  expect(central.row("rental 1")).toMatchObject({ ended_by: "web_finish", ended_at: expect.any(Number) });
  expect(central.row("locker main/3")).toMatchObject({ state: "free", rental: null });
  const { rows: idle, rowsLeft } = central.pull(deskOf(t));
  expect(rowsLeft).toBe(false);
  expect(idle).toEqual({ after: central.rev, to: central.rev, cabinets: [], lockers: [], rentals: [] });
});

test("the slot and the phone come sealed and can be opened with the recovery key alone", async () => {
  const t = await startSyncSite();
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  const opener = sealer(readRecoveryText(deskOf(t).showRecoveryKey().groups.join("-")));
  const rental = central.row("rental 1");
  expect(opener.openPhone(1, String(rental?.["phone_sealed"]))).toBe("41791234567");
  expect(rental?.["phone_index"]).toBe(opener.indexPhone("41791234567"));
  expect(rental?.["phone_masked"]).toBe("…567");
  const slot = opener.openSlot("main", 3, String(central.row("locker main/3")?.["sealed"]));
  expect(decodeSlot(slot)).toEqual(t.controller.rights.slot(3));
});

test("a try with a wrong PIN changes the slot, and nothing else of its row shows it", async () => {
  const t = await startSyncSite();
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  const wrong = t.pin() === "9999" ? "9998" : "9999";
  await expect(t.clock.pass(t.site.collect(LOCKER, PHONE, wrong, requestId()))).rejects.toThrow();
  await t.clock.advance(3000);
  const { rows } = central.pull(deskOf(t));
  expect(rows.lockers.map(({ locker }) => locker)).toEqual([3]);
});

test("a restart changes nothing: revisions go on where they were", async () => {
  const t = await startSyncSite();
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  await t.restart();
  await t.clock.until(() => t.site.status().cabinets[0]?.link === "up");
  expect(central.pull(deskOf(t)).rows.to).toBe(central.rev);
});

test("a cabinet and lockers that are not configured any more stay, as removed", async () => {
  const two = configuration({
    sync: {},
    cabinet: [
      { id: "main", name: "Main hall", port: { tcp: "127.0.0.1:1" } },
      { id: "yard", name: "Yard", port: { tcp: "127.0.0.1:2" }, lockers: 2 },
    ],
  });
  const t = await startSyncSite({}, { configuration: two });
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(central.row("cabinet yard")).toMatchObject({ name: "Yard" });
  Object.assign(two, { cabinet: two.cabinet.slice(0, 1) });
  await t.restart();
  central.drain(deskOf(t));
  expect(central.row("cabinet yard")).toMatchObject({ name: "yard", removed: true });
  expect(central.row("locker yard/2")).toMatchObject({ state: "removed" });
  expect(central.row("cabinet main")?.["removed"]).toBeUndefined();
});

test("a central that knows later revisions than the ledger gets all rows again, above those", async () => {
  const t = await startSyncSite();
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  const before = central.rows.size;
  central.rows.clear();
  central.rev += 5000;
  central.drain(deskOf(t));
  expect(central.rows.size).toBe(before);
  expect(central.rev).toBeGreaterThan(5000 + before);
});

test("when the operator takes clear phone numbers back, every row is copied again without them", async () => {
  const changing = configuration({ sync: { phones: "clear" } });
  const t = await startSyncSite({}, { configuration: changing });
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(central.row("rental 1")).toMatchObject({ phone_clear: "41791234567" });
  Object.assign(changing, { sync: { ...changing.sync, phones: "sealed" } });
  await t.restart();
  central.drain(deskOf(t));
  expect(central.row("rental 1")).toMatchObject({ phone_masked: "…567" });
  expect(central.row("rental 1")?.["phone_clear"]).toBeUndefined();
});
