import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

function kinds(site: { events(query: object): { kind: string }[] }): string[] {
  return site.events({}).map((event) => event.kind);
}

test("a lost ledger is filled from the controller", async () => {
  const t = await startTestSite();
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  t.controller.keypadStore(4, "41790000004", "1357");
  await t.clock.until(() => t.controller.journal.acknowledged === t.controller.journal.sequence);
  await t.stop();
  t.loseLedger();
  await t.start();
  expect(t.site.lockers().filter((locker) => locker.state === "held")).toMatchObject([
    { number: 1, phone: "…567" },
    { number: 4, phone: "…004" },
  ]);
  expect(kinds(t.site)).toEqual(["ledger_began", "slot_corrected", "slot_corrected"]);
  expect(t.site.events({})[0]?.detail).toMatchObject({ lost: t.controller.journal.sequence });
  await t.clock.pass(t.site.release(LOCKER, "left behind"));
});

test("command ids go on above those of a lost ledger, even when the clock is wrong", async () => {
  const t = await startTestSite();
  await t.clock.pass(t.site.open(LOCKER, "first life"));
  t.clock.wallOffset = 0;
  await t.stop();
  t.loseLedger();
  await t.start();
  await t.clock.pass(t.site.open(LOCKER, "second life"));
  expect(t.controller.pulses).toEqual([1, 1]);
});

test("a difference that no event explains is corrected to what the controller has, and recorded", async () => {
  const t = await startTestSite();
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  const slot = t.controller.slots.get(1);
  if (slot === undefined || slot === "damaged") throw new Error("not stored");
  t.controller.slots.set(1, { ...slot, held: false, phone: "", version: 9 });
  t.controller.slots.set(2, { ...slot, locker: 2, phone: "41790000002" });
  await t.clock.until(() => kinds(t.site).filter((kind) => kind === "slot_corrected").length === 2);
  expect(t.site.lockers().slice(0, 2)).toMatchObject([{ state: "free" }, { state: "held", phone: "…002" }]);
});

test("a damaged slot is filled again from the ledger with the PIN it had", async () => {
  const t = await startTestSite();
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await t.clock.until(() => t.texts.length === 1);
  const before = t.controller.slots.get(1);
  t.controller.slots.set(1, "damaged");
  t.controller.record("slot_damaged", { locker: 1 });
  await t.clock.until(() => kinds(t.site).includes("restore_slot"));
  expect(t.controller.slots.get(1)).toEqual(before);
  await t.clock.pass(t.site.collect(LOCKER, PHONE, t.pin(), requestId()));
});

test("a slot whose record the gateway never saw gets a new PIN", async () => {
  const t = await startTestSite();
  t.controller.toGateway = (message) => (message.name === "slot" ? "lose" : "pass");
  t.controller.keypadStore(6, "41790000006", "1357");
  await t.clock.until(() => t.controller.journal.acknowledged === t.controller.journal.sequence);
  t.controller.slots.set(6, "damaged");
  t.controller.record("slot_damaged", { locker: 6 });
  t.controller.toGateway = () => "pass";
  await t.clock.until(() => t.texts.length === 1);
  expect(t.texts[0]?.to).toBe("+41790000006");
  expect(t.pin()).toBe(t.controller.pins.get(6));
  expect(t.controller.slots.get(6)).toMatchObject({ held: true, phone: "41790000006" });
});

test("a slot of which nobody knows anything is faulty until the operator releases it", async () => {
  const t = await startTestSite({
    prepare: (fake) => {
      fake.slots.set(6, "damaged");
      fake.record("slot_damaged", { locker: 6 });
    },
  });
  expect(t.site.state().cabinets[0]?.lockers[5]?.state).toBe("faulty");
  await t.restart();
  expect(t.site.state().cabinets[0]?.lockers[5]?.state).toBe("faulty");
  await t.clock.pass(t.site.release({ cabinet: "main", locker: 6 }, "looked inside: empty"));
  await t.clock.until(() => t.site.state().cabinets[0]?.lockers[5]?.state === "free");
});

test("a journal that began anew on the same controller is read from its start", async () => {
  const t = await startTestSite();
  await t.clock.until(() => kinds(t.site).includes("set_config"));
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  t.controller.cut();
  t.controller.journal.clear();
  t.controller.record("tamper", {});
  await t.clock.until(() => kinds(t.site).includes("tamper"));
  expect(kinds(t.site)).toContain("journal_restarted");
});

test("records that the controller gave up are counted", async () => {
  const t = await startTestSite();
  t.controller.cut();
  t.controller.journal.sequence += 10;
  t.controller.journal.acknowledged = t.controller.journal.sequence;
  await t.ready();
  expect(t.site.events({}).at(-1)).toMatchObject({ kind: "journal_gap", detail: { lost: 10 } });
});
