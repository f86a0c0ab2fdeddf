import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { MemorySite } from "../support/memory-site.ts";
import { serveMemorySite } from "../support/served-site.ts";

test("a customer stores, collects and finishes through the client", async () => {
  const { customer, site } = await serveMemorySite();
  const params = { cabinet: "hall", locker: 3 };
  const phone = "0791234567";
  const receipt = await customer.call("store", { params, body: { phone, requestId: randomUUID() } });
  expect(receipt).toMatchObject({ ...params, phone: "… 567", rental: "held" });
  expect(await customer.call("receipt", { params: { receipt: receipt.receipt } })).toEqual(receipt);

  const body = { phone, pin: MemorySite.pin, requestId: randomUUID() };
  const { visit } = await customer.call("collect", { params, body });
  expect(await customer.call("finish", { body: { visit } })).toEqual({ done: true });
  expect(site.state().cabinets[0]?.lockers[2]?.state).toBe("free");
});

test("an operator reads and acts through the client", async () => {
  const { operator } = await serveMemorySite();
  const params = { cabinet: "hall", locker: 3 };
  await operator.call("open", { params, body: { reason: "lost PIN" } });
  await operator.call("outOfService", { params, body: { reason: "bent door" } });
  const events = await operator.call("events", { query: { last: 1 } });
  expect(events).toMatchObject([{ kind: "out_of_service", reason: "bent door", locker: 3 }]);
  expect(await operator.call("health", {})).toEqual({ ok: true, events: 2 });
});
