import { expect, test } from "vitest";
import { RealController } from "../support/real-controller.ts";
import { requestId, startSiteOn } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 3 };

test("stored on the page, collected at the keypad with the PIN of the message", async () => {
  const t = await startSiteOn((clock) => new RealController(clock));
  const { receipt } = await t.clock.pass(t.site.store(LOCKER, "079 123 45 67", requestId()));
  await t.clock.until(() => t.texts.length === 1);
  await t.controller.collectAtKeypad("0791234567", t.pin());
  await t.controller.shows("Locker 3 open");
  await t.controller.type("#");
  await t.clock.until(() => t.site.receipt(receipt).rental === "ended");
  expect(t.controller.pulses).toEqual([3, 3]);
  expect(t.site.events({ last: 2 }).map((event) => event.kind)).toEqual(["keypad_collect", "keypad_finish"]);
});

test("stored at the keypad, collected on the page", async () => {
  const t = await startSiteOn((clock) => new RealController(clock));
  await t.controller.storeAtKeypad("0791234567", "2580");
  await t.clock.until(() => t.site.lockers()[0]?.state === "held");
  const at = { cabinet: "main", locker: 1 };
  const wrong = t.site.collect(at, "+41 79 123 45 67", "2581", requestId());
  await expect(t.clock.pass(wrong)).rejects.toMatchObject({ code: "wrong_pin", figures: { triesLeft: 3 } });
  const { visit } = await t.clock.pass(t.site.collect(at, "+41 79 123 45 67", "2580", requestId()));
  await t.clock.pass(t.site.finish(visit));
  await t.clock.until(() => t.site.lockers()[0]?.state === "free");
  expect(t.controller.pulses).toEqual([1, 1]);
});

test("the old PIN opens nothing at the keypad once there is a new one", async () => {
  const t = await startSiteOn((clock) => new RealController(clock));
  await t.clock.pass(t.site.store(LOCKER, "0791234567", requestId()));
  await t.clock.until(() => t.texts.length === 1);
  const old = t.pin();
  await t.clock.pass(t.site.reissuePin(LOCKER, "message went astray"));
  await t.clock.until(() => t.texts.length === 2);
  await t.controller.collectAtKeypad("0791234567", old);
  await t.controller.shows("Wrong PIN");
  expect(t.controller.pulses).toEqual([3]);
});

test("the operator opens, takes out of service, and gives a new PIN", async () => {
  const t = await startSiteOn((clock) => new RealController(clock));
  await t.controller.storeAtKeypad("0791234567", "2580");
  const at = { cabinet: "main", locker: 1 };
  await t.clock.until(() => t.site.lockers()[0]?.state === "held");
  await t.clock.pass(t.site.open(at, "parcel too large"));
  await t.clock.pass(t.site.reissuePin(at, "forgotten"));
  await t.clock.until(() => t.texts.length === 1);
  await t.clock.pass(t.site.collect(at, "0791234567", t.pin(), requestId()));
  await t.clock.pass(t.site.release(at, "left behind"));
  await t.clock.pass(t.site.setService(at, true, "hinge broken"));
  await t.clock.until(() => t.site.lockers()[0]?.state === "out_of_service");
  const store = t.site.store(at, "0791234567", requestId());
  await expect(t.clock.pass(store)).rejects.toMatchObject({ code: "locker_out_of_service" });
  expect(t.controller.pulses).toEqual([1, 1, 1]);
});
