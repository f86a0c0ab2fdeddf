import { OUTCOME } from "@holdfast/protocol";
import { expect, test } from "vitest";
import type { HoldfastError } from "../../src/contract/error.ts";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("a wrong PIN opens nothing and tells how many tries are left, or how long to wait", async () => {
  const { clock, controller, site } = await startTestSite({
    prepare: (fake) => fake.keypadStore(1, "41791234567", "4711"),
  });
  const told: unknown[] = [];
  for (let i = 0; i < 4; i++) {
    const error = await clock
      .pass(site.collect(LOCKER, PHONE, "5822", requestId()))
      .catch((reason: unknown) => reason);
    const { code, figures } = error as HoldfastError;
    told.push([code, figures.triesLeft ?? figures.retryAfter]);
  }
  expect(told).toEqual([
    ["wrong_pin", 3],
    ["wrong_pin", 2],
    ["wrong_pin", 1],
    ["phone_locked", 300],
  ]);
  expect(controller.pulses).toEqual([]);
});

test.each([
  ["locked_phone", "phone_locked", { retryAfter: 240 }],
  ["locked_keypad", "phone_locked", { retryAfter: 240 }],
  ["locked_operator", "phone_locked_by_tries", {}],
  ["not_held", "locker_not_held", {}],
  ["no_such_locker", "no_such_locker", {}],
  ["door_failed", "door_failed", {}],
] as const)("%s is answered as %s", async (outcome, code, figures) => {
  const { clock, controller, site } = await startTestSite();
  controller.answers = {
    outcome: OUTCOME[outcome],
    wait_s: "retryAfter" in figures ? figures.retryAfter : 0,
  };
  const collected = site.collect(LOCKER, PHONE, "4711", requestId());
  await expect(clock.pass(collected)).rejects.toMatchObject({ code, figures });
});

test("a phone that has to wait may repeat the same request afterwards", async () => {
  const { clock, controller, site } = await startTestSite({
    prepare: (fake) => fake.keypadStore(1, "41791234567", "4711"),
  });
  const id = requestId();
  controller.answers = { outcome: OUTCOME.locked_phone, wait_s: 5 };
  const early = site.collect(LOCKER, PHONE, "4711", id);
  await expect(clock.pass(early)).rejects.toMatchObject({ code: "phone_locked" });
  controller.answers = undefined;
  await expect(clock.pass(site.collect(LOCKER, PHONE, "4711", id))).resolves.toMatchObject({ locker: 1 });
});
