import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 3 };

test("a customer stores on the page, gets a PIN, collects with it and frees the locker", async () => {
  const { clock, controller, site, texts, ...t } = await startTestSite();
  await clock.until(() => controller.rights.configDigest !== 0);
  const receipt = await clock.pass(site.store(LOCKER, "079 123 45 67", requestId()));
  expect(receipt).toMatchObject({ cabinet: "main", locker: 3, phone: "…567", rental: "held" });
  await clock.until(() => texts.length === 1);
  expect(texts[0]?.to).toBe("+41791234567");
  expect(site.receipt(receipt.receipt).message).toBe("sent");
  expect(controller.pulses).toEqual([3]);

  const { visit } = await clock.pass(site.collect(LOCKER, "+41 79 123 45 67", t.pin(), requestId()));
  expect(controller.pulses).toEqual([3, 3]);
  expect(site.state().cabinets[0]?.lockers[2]?.state).toBe("held");
  await clock.pass(site.finish(visit));
  await clock.until(() => site.state().cabinets[0]?.lockers[2]?.state === "free");
  expect(site.receipt(receipt.receipt).rental).toBe("ended");

  const kinds = site.events({}).map((event) => `${event.kind} ${event.outcome ?? ""}`.trim());
  expect(kinds).toEqual([
    "ledger_began",
    "set_config done",
    "web_store done",
    "message_sent",
    "web_collect done",
    "web_finish done",
  ]);
});
