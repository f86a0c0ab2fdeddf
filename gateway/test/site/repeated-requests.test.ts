import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("the same store twice opens once and gives the same receipt", async () => {
  const { clock, controller, site } = await startTestSite();
  const id = requestId();
  const [first, second] = await clock.pass(
    Promise.all([site.store(LOCKER, PHONE, id), site.store(LOCKER, PHONE, id)]),
  );
  const third = await clock.pass(site.store(LOCKER, PHONE, id));
  expect(second).toEqual(first);
  expect(third.receipt).toBe(first.receipt);
  expect(controller.pulses).toEqual([1]);
});

test("the same collect twice tries the PIN once", async () => {
  const { clock, controller, site } = await startTestSite({
    prepare: (fake) => fake.keypadStore(1, "41791234567", "4711"),
  });
  const id = requestId();
  for (let i = 0; i < 2; i++) {
    const wrong = site.collect(LOCKER, PHONE, "5822", id);
    await expect(clock.pass(wrong)).rejects.toMatchObject({ code: "wrong_pin" });
  }
  const slot = controller.slots.get(1);
  expect(slot !== "damaged" && slot?.wrongTries).toBe(1);
});

test("a request id that was used for something else is refused", async () => {
  const { clock, site } = await startTestSite();
  const id = requestId();
  await clock.pass(site.store(LOCKER, PHONE, id));
  const other = site.store({ ...LOCKER, locker: 2 }, PHONE, id);
  await expect(clock.pass(other)).rejects.toMatchObject({ code: "bad_request" });
});

test("a request that had no effect may be repeated", async () => {
  const { clock, controller, site, ready } = await startTestSite();
  const id = requestId();
  controller.cut();
  controller.reachable = false;
  await expect(site.store(LOCKER, PHONE, id)).rejects.toMatchObject({ code: "cabinet_unreachable" });
  controller.reachable = true;
  await ready();
  await clock.pass(site.store(LOCKER, PHONE, id));
  expect(controller.pulses).toEqual([1]);
});

test("what was done is answered again while the cabinet cannot be reached", async () => {
  const { clock, controller, site } = await startTestSite();
  const id = requestId();
  const { receipt } = await clock.pass(site.store(LOCKER, PHONE, id));
  controller.cut();
  await expect(site.store(LOCKER, PHONE, id)).resolves.toMatchObject({ receipt });
});
