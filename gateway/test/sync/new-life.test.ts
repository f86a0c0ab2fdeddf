import { encodeSlot } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { type Ledger, openLedger } from "../../src/ledger/ledger.ts";
import type { FakeController } from "../support/fake-controller.ts";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { requestId, temporaryFolder } from "../support/test-site.ts";

const PHONE = "41791234567";
const SLOT = encodeSlot({
  locker: 3,
  held: true,
  outOfService: false,
  version: 1,
  rental: 7,
  phone: PHONE,
  wrongTries: 0,
  verifier: new Uint8Array([1, 2, 3]),
});

function slotsOf(ledger: Ledger, cabinet = "main") {
  return new Map(ledger.cabinets.slots(cabinet).map((row) => [row.locker, row]));
}

test("a new life has an id of its own, is above what central knows, and all rows come again", async () => {
  const t = await startSyncSite();
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  const before = deskOf(t).ledger();
  const after = deskOf(t).newLife({ epoch: before.epoch.id, above: 41 });
  expect(after.epoch.counter).toBe(42);
  expect(after.epoch.id).not.toBe(before.epoch.id);
  expect(after.firstEvent).toBe(before.head.sequence + 1);
  expect(after.kept).toEqual({ ...before.head, rev: 0 });
  expect(t.site.events({ last: 1 })).toMatchObject([{ kind: "ledger_forked", detail: { life: 42 } }]);
  expect(t.site.status().problems.map(({ code }) => code)).toContain("ledger_forked");
  expect(deskOf(t).batch({ after: after.kept.sequence, rowsAfter: 0, most: 1000 })).toMatchObject({
    epoch: after.epoch,
    events: [{ kind: "ledger_forked" }],
    rows: { lockers: expect.objectContaining({ length: 8 }) },
  });
});

test("a life that is over already cannot end twice", async () => {
  const t = await startSyncSite();
  const { epoch } = deskOf(t).ledger();
  deskOf(t).newLife({ epoch: epoch.id, above: 1 });
  const again = () => deskOf(t).newLife({ epoch: epoch.id, above: 1 });
  expect(again).toThrowError(expect.objectContaining({ code: "sync_fork" }));
  expect(deskOf(t).ledger().epoch.counter).toBe(2);
});

test("a counter that would leave no room for later lives is refused", async () => {
  const t = await startSyncSite();
  const { epoch } = deskOf(t).ledger();
  const ask = () => deskOf(t).newLife({ epoch: epoch.id, above: Number.MAX_SAFE_INTEGER });
  expect(ask).toThrowError(expect.objectContaining({ code: "bad_request" }));
  expect(deskOf(t).ledger().epoch).toEqual(epoch);
});

test("a new life that cannot be written leaves the ledger in the one before", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  const t = await startSyncSite({}, { ledger });
  const before = deskOf(t).ledger();
  ledger.commands.raiseIds = () => {
    throw new Error("power");
  };
  expect(() => deskOf(t).newLife({ epoch: before.epoch.id, above: 1 })).toThrowError("power");
  expect(deskOf(t).ledger()).toEqual(before);
});

test("what the controller confirmed stays; what only the old copy says is never written to a controller", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  ledger.change(() => {
    ledger.cabinets.setSlot("main", { locker: 3, record: null, kept: SLOT, damaged: 0 });
    ledger.cabinets.setSlot("gone", { locker: 1, record: SLOT, kept: SLOT, damaged: 0 });
  });
  const prepare = (controller: FakeController) => {
    controller.slots.set(3, "damaged");
    controller.toController = ({ name }) => (name === "restore_slot" ? "lose" : "pass");
  };
  const t = await startSyncSite({}, { ledger, prepare });
  await t.clock.until(() => t.site.state().cabinets[0]?.lockers[2]?.state === "faulty");
  t.controller.keypadStore(1, PHONE, "1357");
  await t.clock.until(() => slotsOf(ledger).get(1)?.record instanceof Uint8Array);
  const { epoch } = deskOf(t).ledger();
  deskOf(t).newLife({ epoch: epoch.id, above: 1 });
  expect(slotsOf(ledger).get(1)).toMatchObject({ record: expect.any(Uint8Array), damaged: 0 });
  expect(slotsOf(ledger).get(3)).toMatchObject({ record: null, kept: null, damaged: 1 });
  // A cabinet that is not configured now may be again.
  expect(slotsOf(ledger, "gone").get(1)).toMatchObject({ record: null, kept: null, damaged: 1 });
});

test("while a cabinet cannot be reached, nothing of it is confirmed", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  ledger.change(() => ledger.cabinets.setSlot("main", { locker: 3, record: SLOT, kept: SLOT, damaged: 0 }));
  const prepare = (controller: { alive: boolean }) => {
    controller.alive = false;
  };
  const t = await startSyncSite({}, { ledger, prepare, wait: false });
  const { epoch } = deskOf(t).ledger();
  deskOf(t).newLife({ epoch: epoch.id, above: 1 });
  expect(slotsOf(ledger).get(3)).toMatchObject({ record: null, kept: null, damaged: 1 });
  t.controller.alive = true;
  await t.ready();
  await t.clock.advance(60_000);
  expect(t.controller.received.some(({ name }) => name === "restore_slot")).toBe(false);
});

test("ids of commands go on above those that the lost life may have used", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  const t = await startSyncSite({}, { ledger });
  const { highestId } = ledger.commands;
  deskOf(t).newLife({ epoch: deskOf(t).ledger().epoch.id, above: 1 });
  expect(ledger.commands.highestId).toBeGreaterThan(highestId + 2 ** 20);
  await t.clock.pass(t.site.store({ cabinet: "main", locker: 1 }, `+${PHONE}`, requestId()));
  expect(t.controller.pulses).toEqual([1]);
});
