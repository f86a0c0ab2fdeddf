import { expect, test } from "vitest";
import { DeliveryError } from "../../src/messages/provider.ts";
import { configuration, requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("a message that fails is tried again with growing waits until it is taken", async () => {
  const t = await startTestSite();
  const tries: number[] = [];
  t.deliver = () => {
    tries.push(t.clock.monotonic());
    return tries.length < 5 ? Promise.reject(new DeliveryError("busy", false)) : Promise.resolve();
  };
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await t.clock.until(() => t.texts.length === 1, 600_000);
  const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  [2000, 4000, 8000, 16_000].forEach((whole, index) => {
    expect(waits[index]).toBeGreaterThanOrEqual(whole / 2);
    expect(waits[index]).toBeLessThanOrEqual(whole + 20);
  });
  expect(t.site.receipt(receipt).message).toBe("sent");
  expect(t.site.messages()).toMatchObject([{ state: "sent", attempts: 5, phone: "…567" }]);
  expect(t.pin()).toBe(t.controller.pins.get(1));
});

test("a message fails for good after as many tries as configured", async () => {
  const t = await startTestSite({ configuration: configuration({ messages: { attempts: 3 } }) });
  t.deliver = () => Promise.reject(new DeliveryError("the service answered 503", false));
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await t.clock.until(() => t.site.receipt(receipt).message === "failed", 60_000);
  expect(t.site.messages()).toMatchObject([{ attempts: 3, lastError: "the service answered 503" }]);
  expect(t.site.status().messages).toEqual({ queued: 0, failed: 1, provider: "test" });
  expect(t.site.events({ last: 1 })).toMatchObject([{ kind: "message_failed", locker: 1 }]);
});

test("a message that can never be delivered fails at once, and another may be asked for", async () => {
  const t = await startTestSite();
  t.deliver = () => Promise.reject(new DeliveryError("the service answered 400", true));
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await t.clock.until(() => t.site.receipt(receipt).message === "failed");
  t.deliver = () => Promise.resolve();
  await t.clock.advance(30_000);
  await t.clock.pass(t.site.resend(receipt));
  await t.clock.until(() => t.site.receipt(receipt).message === "sent");
});

test("at most four are on their way at once", async () => {
  const t = await startTestSite({ configuration: configuration({ rules: { lockers_per_phone: 8 } }) });
  const going: (() => void)[] = [];
  t.deliver = () => new Promise((resolve) => going.push(resolve));
  for (let locker = 1; locker <= 6; locker++) {
    await t.clock.pass(t.site.store({ cabinet: "main", locker }, PHONE, requestId()));
  }
  await t.clock.advance(1000);
  expect(going).toHaveLength(4);
  for (const done of going.splice(0)) done();
  await t.clock.until(() => going.length === 2);
});

test("a message whose rental ends while it waits is given up", async () => {
  const t = await startTestSite();
  t.deliver = () => Promise.reject(new DeliveryError("busy", false));
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  t.controller.keypadFinish(1);
  await t.clock.until(() => t.site.receipt(receipt).rental === "ended");
  t.deliver = () => Promise.resolve();
  await t.clock.advance(600_000);
  expect(t.texts).toEqual([]);
  expect(t.site.messages()).toMatchObject([{ state: "failed", lastError: "the rental ended" }]);
});

test("a message whose rental ended without anybody saying so is given up when the next one begins", async () => {
  const t = await startTestSite();
  t.deliver = () => Promise.reject(new DeliveryError("busy", false));
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  t.controller.keypadStore(1, "41790000004", "1357");
  await t.clock.until(() => t.site.receipt(receipt).rental === "ended");
  expect(t.site.messages()).toMatchObject([{ state: "failed", lastError: "the rental ended" }]);
});

test("the text is that of the configuration", async () => {
  const t = await startTestSite({
    configuration: configuration({
      site: { name: "Station", country: "CH" },
      messages: { text: "{{site}}/{{cabinet}}/{{locker}}: {{pin}}" },
      rules: { pin_digits: 6 },
    }),
  });
  await t.clock.pass(t.site.store({ cabinet: "main", locker: 7 }, PHONE, requestId()));
  await t.clock.until(() => t.texts.length === 1);
  expect(t.texts[0]?.text).toMatch(/^Station\/Main hall\/7: [0-9]{6}$/);
});

test("an outbox that waits for a message keeps nobody from ending", async () => {
  const t = await startTestSite();
  t.deliver = () => new Promise(() => {});
  await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
  await expect(t.stop()).resolves.toBeUndefined();
});
