import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("a store whose gateway died before the result is completed by the next one, with a new PIN", async () => {
  const t = await startTestSite();
  const { clock, controller, texts } = t;
  const id = requestId();
  controller.toGateway = (message) =>
    message.name === "result" || message.name === "event" ? "lose" : "pass";
  const stored = t.site.store(LOCKER, PHONE, id).catch((error: unknown) => error);
  await clock.until(() => controller.pulses.length === 1);
  await clock.advance(250);
  const lostPin = controller.pins.get(1);
  controller.toGateway = () => "pass";
  await t.restart();
  await expect(stored).resolves.toMatchObject({ code: "result_unknown" });
  await clock.until(() => texts.length === 1);
  expect(t.pin()).toBe(controller.pins.get(1));
  expect(t.pin()).not.toBe(lostPin);
  const receipt = await clock.pass(t.site.store(LOCKER, PHONE, id));
  expect(receipt).toMatchObject({ rental: "held", message: "sent" });
  expect(controller.pulses).toEqual([1]);
});

test("a message that was still queued is sent after a restart, with a new PIN", async () => {
  const t = await startTestSite();
  t.deliver = () => new Promise(() => {});
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  expect(t.site.receipt(receipt).message).toBe("queued");
  const lostPin = t.controller.pins.get(1);
  t.deliver = () => Promise.resolve();
  await t.restart();
  await t.clock.until(() => t.texts.length === 1);
  expect(t.pin()).toBe(t.controller.pins.get(1));
  expect(t.pin()).not.toBe(lostPin);
  expect(t.site.receipt(receipt).message).toBe("sent");
  expect(t.site.messages()).toHaveLength(1);
});

test("what happened at the keypad meanwhile is in the ledger afterwards, in order", async () => {
  const t = await startTestSite();
  t.controller.keypadStore(5, "41791111111", "1357");
  t.controller.keypadFinish(5);
  t.controller.keypadStore(5, "41792222222", "1357");
  await t.restart();
  const kinds = t.site.events({}).map((event) => `${event.kind} ${event.phone ?? ""}`.trim());
  expect(kinds.slice(-3)).toEqual(["keypad_store", "keypad_finish", "keypad_store …222"]);
  expect(t.site.lockers()[4]).toMatchObject({ state: "held", phone: "…222" });
  expect(t.site.events({}).some((event) => event.kind === "slot_corrected")).toBe(false);
});

test("a visit is over after a restart, and the locker stays held", async () => {
  const t = await startTestSite({ prepare: (fake) => fake.keypadStore(1, "41791234567", "4711") });
  const { visit } = await t.clock.pass(t.site.collect(LOCKER, PHONE, "4711", requestId()));
  await t.restart();
  await expect(t.site.finish(visit)).rejects.toMatchObject({ code: "visit_over" });
  expect(t.site.state().cabinets[0]?.lockers[0]?.state).toBe("held");
});

test("an event whose acknowledgement was lost is in the ledger once, also after a restart", async () => {
  const t = await startTestSite();
  t.controller.toController = (message) => (message.name === "acknowledge" ? "lose" : "pass");
  t.controller.keypadStore(5, "41791111111", "1357");
  const stored = () => t.site.events({}).filter((event) => event.kind === "keypad_store").length;
  await t.clock.until(() => stored() === 1);
  await t.clock.advance(2000);
  t.controller.toController = () => "pass";
  await t.restart();
  expect(stored()).toBe(1);
  expect(t.controller.journal.acknowledged).toBe(t.controller.journal.sequence);
});
