import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("another message brings another PIN, and the old one is dead", async () => {
  const t = await startTestSite();
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await t.clock.until(() => t.texts.length === 1);
  const old = t.pin();
  await t.clock.advance(30_000);
  await expect(t.clock.pass(t.site.resend(receipt))).resolves.toMatchObject({ resendAfter: 30 });
  await t.clock.until(() => t.texts.length === 2);
  expect(t.pin()).not.toBe(old);
  const dead = t.site.collect(LOCKER, PHONE, old, requestId());
  await expect(t.clock.pass(dead)).rejects.toMatchObject({ code: "wrong_pin" });
  await t.clock.pass(t.site.collect(LOCKER, PHONE, t.pin(), requestId()));
});

test("another message may be asked for every 30 s", async () => {
  const { clock, site } = await startTestSite();
  const { receipt, resendAfter } = await clock.pass(site.store(LOCKER, PHONE, requestId()));
  expect(resendAfter).toBe(30);
  await clock.advance(10_000);
  const early = site.resend(receipt);
  await expect(early).rejects.toMatchObject({ code: "resend_too_soon", figures: { retryAfter: 20 } });
});

test("a message that replaces a queued one is the only one that is delivered", async () => {
  const t = await startTestSite();
  t.deliver = () => new Promise(() => {});
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await t.clock.advance(30_000);
  t.deliver = () => Promise.resolve();
  await t.clock.pass(t.site.resend(receipt));
  await t.clock.until(() => t.texts.length === 1);
  expect(t.pin()).toBe(t.controller.pins.get(1));
  expect(t.site.messages().map((message) => message.state)).toEqual(["sent", "failed"]);
});

test("a rental that ended gets no message", async () => {
  const { clock, controller, site } = await startTestSite();
  const { receipt } = await clock.pass(site.store(LOCKER, PHONE, requestId()));
  controller.keypadFinish(1);
  await clock.until(() => site.receipt(receipt).rental === "ended");
  await expect(site.resend(receipt)).rejects.toMatchObject({ code: "rental_over" });
  await expect(site.resend("A".repeat(22))).rejects.toMatchObject({ code: "no_such_receipt" });
});

test("of two who ask at once, one gets a message", async () => {
  const { clock, site, texts } = await startTestSite();
  const { receipt } = await clock.pass(site.store(LOCKER, PHONE, requestId()));
  await clock.advance(30_000);
  const both = Promise.allSettled([site.resend(receipt), site.resend(receipt)]);
  const outcomes = (await clock.pass(both)).map((outcome) => outcome.status);
  expect(outcomes).toEqual(["fulfilled", "rejected"]);
  await clock.advance(1000);
  expect(texts).toHaveLength(2);
});
