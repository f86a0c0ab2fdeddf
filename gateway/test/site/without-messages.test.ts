import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("without a message service the page gives nobody a PIN that nobody could read", async () => {
  const { clock, controller, site } = await startTestSite({ delivers: false });
  const refused = { code: "messages_missing" };
  expect(site.state().cabinets[0]?.storing).toBe("keypad_only");
  await expect(clock.pass(site.store(LOCKER, PHONE, requestId()))).rejects.toMatchObject(refused);
  expect(controller.pulses).toEqual([]);
});

test("without a message service a PIN that works is not replaced by one that nobody could read", async () => {
  const { clock, site } = await startTestSite({
    delivers: false,
    prepare: (fake) => fake.keypadStore(1, "41791234567", "4711"),
  });
  const reissued = site.reissuePin(LOCKER, "lost her phone");
  await expect(clock.pass(reissued)).rejects.toMatchObject({ code: "messages_missing" });
  await expect(clock.pass(site.collect(LOCKER, PHONE, "4711", requestId()))).resolves.toMatchObject({
    locker: 1,
  });
});
