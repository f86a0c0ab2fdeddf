import { expect, test } from "vitest";
import { RealController } from "../support/real-controller.ts";
import { requestId, startSiteOn } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 3 };

test("the keypad works without the gateway, which learns of it afterwards", async () => {
  const t = await startSiteOn((clock) => new RealController(clock));
  await t.stop();
  await t.controller.storeAtKeypad("0791234567", "2580");
  await t.controller.type("*");
  await t.controller.collectAtKeypad("0791234567", "2580");
  await t.controller.shows("Locker 1 open");
  await t.start();
  expect(t.site.events({}).map((event) => event.kind)).toContain("keypad_collect");
  expect(t.site.lockers()[0]).toMatchObject({ state: "held", phone: "…567" });
  expect(t.site.events({}).some((event) => event.kind === "slot_corrected")).toBe(false);
});

test.each([5, 60, 150, 250, 400])(
  "a gateway that dies %i ms into a store agrees with the cabinet afterwards",
  async (ms) => {
    const t = await startSiteOn((clock) => new RealController(clock));
    await t.clock.advance(4000);
    const id = requestId();
    const stored = t.site.store(LOCKER, "0791234567", id).catch(() => "died");
    await t.clock.advance(ms);
    await t.stop();
    await stored;
    await t.start();
    const receipt = await t.clock.pass(t.site.store(LOCKER, "0791234567", id));
    await t.clock.until(() => t.site.receipt(receipt.receipt).message === "sent");
    expect(t.controller.pulses).toEqual([3]);
    expect(t.site.events({}).some((event) => event.kind === "slot_corrected")).toBe(false);
    await t.clock.pass(t.site.collect(LOCKER, "0791234567", t.pin(), requestId()));
  },
);

test.each([20, 60, 120, 200, 300])(
  "a controller whose power fails %i ms into a store is never asked twice",
  async (ms) => {
    const t = await startSiteOn((clock) => new RealController(clock));
    await t.clock.advance(4000);
    const id = requestId();
    const stored = t.site.store(LOCKER, "0791234567", id).catch((error: { code?: string }) => error.code);
    await t.clock.advance(ms);
    t.controller.cabinet.cutPower();
    await t.clock.advance(1000);
    t.controller.cabinet.restorePower();
    const outcome = await t.clock.pass(stored);
    await t.ready();
    await t.clock.advance(5000);
    expect(t.controller.pulses.length).toBeLessThanOrEqual(1);
    const held = t.site.lockers()[2]?.state === "held";
    expect(typeof outcome === "object" && !held).toBe(false);
    if (!held) return;
    await t.clock.until(() => t.texts.length === 1);
    await t.clock.pass(t.site.collect(LOCKER, "0791234567", t.pin(), requestId()));
  },
);

test("a lost ledger is filled from the controller, and the PINs go on", async () => {
  const t = await startSiteOn((clock) => new RealController(clock));
  await t.clock.pass(t.site.store(LOCKER, "0791234567", requestId()));
  await t.clock.until(() => t.texts.length === 1);
  await t.stop();
  t.loseLedger();
  await t.start();
  expect(t.site.lockers()[2]).toMatchObject({ state: "held", phone: "…567" });
  const { visit } = await t.clock.pass(t.site.collect(LOCKER, "0791234567", t.pin(), requestId()));
  await t.clock.pass(t.site.finish(visit));
});
