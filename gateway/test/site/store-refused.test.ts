import { OUTCOME } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };

test.each([
  ["letters", "O79 123 45 67"],
  ["too short", "079 12"],
  ["forty digits", "0".repeat(40)],
  ["no number of any country", "+999 123 456 789"],
  ["nothing", "   "],
])("a phone number with %s is refused before anything is sent", async (_what, phone) => {
  const { controller, site } = await startTestSite();
  await expect(site.store(LOCKER, phone, requestId())).rejects.toMatchObject({ code: "bad_phone" });
  expect(controller.received.some((message) => message.name === "store")).toBe(false);
});

test.each([
  ["no_such_cabinet", { cabinet: "attic", locker: 1 }],
  ["no_such_locker", { cabinet: "main", locker: 9 }],
])("%s", async (code, at) => {
  const { site } = await startTestSite();
  await expect(site.store(at, "0791234567", requestId())).rejects.toMatchObject({ code });
});

test.each([
  ["not_free", "locker_held"],
  ["out_of_service", "locker_out_of_service"],
  ["too_many_lockers", "too_many_lockers"],
  ["journal_full", "storing_paused"],
  ["door_failed", "door_failed"],
  ["storage_failed", "internal"],
] as const)("%s of the controller is answered as %s, and no message is sent", async (outcome, code) => {
  const { clock, controller, site, texts } = await startTestSite();
  controller.answers = { outcome: OUTCOME[outcome] };
  await expect(clock.pass(site.store(LOCKER, "0791234567", requestId()))).rejects.toMatchObject({ code });
  await clock.advance(5000);
  expect(texts).toEqual([]);
  expect(site.messages()).toEqual([]);
});
