import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("opening keeps the rental and records the reason", async () => {
  const { clock, controller, site } = await startTestSite();
  await clock.pass(site.store(LOCKER, PHONE, requestId()));
  await clock.pass(site.open(LOCKER, " jammed "));
  expect(controller.pulses).toEqual([1, 1]);
  expect(site.lockers()[0]?.state).toBe("held");
  expect(site.events({ last: 1 })).toMatchObject([
    { kind: "operator_open", outcome: "done", actor: "operator", reason: "jammed", locker: 1, phone: "…567" },
  ]);
});

test("a reason of blanks is none", async () => {
  const { site } = await startTestSite();
  await expect(site.open(LOCKER, "   ")).rejects.toMatchObject({ code: "reason_missing" });
});

test("releasing ends the rental", async () => {
  const { clock, site } = await startTestSite();
  const { receipt } = await clock.pass(site.store(LOCKER, PHONE, requestId()));
  await clock.until(() => site.lockers()[0]?.state === "held");
  await clock.pass(site.release(LOCKER, "left behind"));
  await clock.until(() => site.lockers()[0]?.state === "free");
  expect(site.receipt(receipt).rental).toBe("ended");
  await expect(clock.pass(site.release(LOCKER, "again"))).rejects.toMatchObject({ code: "locker_not_held" });
});

test("a locker goes out of service and back", async () => {
  const { clock, site } = await startTestSite();
  await clock.pass(site.setService(LOCKER, true, "hinge broken"));
  await clock.until(() => site.lockers()[0]?.state === "out_of_service");
  await clock.pass(site.setService(LOCKER, false, "mended"));
  await clock.until(() => site.lockers()[0]?.state === "free");
});

test("a new PIN goes to the phone that stored at the keypad and clears its wrong tries", async () => {
  const t = await startTestSite({ prepare: (fake) => fake.keypadStore(1, "41791234567", "4711") });
  const wrong = t.site.collect(LOCKER, PHONE, "5822", requestId());
  await expect(t.clock.pass(wrong)).rejects.toMatchObject({ code: "wrong_pin" });
  await t.clock.until(() => t.site.lockers()[0]?.wrongTries === 1);
  await t.clock.pass(t.site.reissuePin(LOCKER, "forgotten"));
  await t.clock.until(() => t.texts.length === 1);
  expect(t.texts[0]?.to).toBe(PHONE);
  expect(t.pin()).toBe(t.controller.pins.get(1));
  await t.clock.until(() => t.site.lockers()[0]?.wrongTries === 0);
});

test("the list of lockers names no full phone number and no PIN", async () => {
  const t = await startTestSite();
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await t.clock.until(() => t.texts.length === 1);
  const shown = JSON.stringify([t.site.lockers(), t.site.events({}), t.site.messages(), t.site.status()]);
  expect(shown).toContain("…567");
  expect(shown).not.toContain("791234567");
  expect(t.site.lockers()[0]?.since).toMatch(/^2026-11-22T/);
});
