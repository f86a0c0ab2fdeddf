import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { requestId, temporaryFolder } from "../support/test-site.ts";

test("on a full disk events go on to central, and nothing is written for that", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  const t = await startSyncSite({}, { ledger });
  await t.clock.until(() => t.controller.rights.configDigest !== 0);
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  await t.clock.pass(t.site.store({ cabinet: "main", locker: 1 }, "+41791234567", requestId()));
  let full = true;
  Object.defineProperty(ledger, "lowOnSpace", { get: () => full });
  const written = () =>
    ledger.store((db) => db.prepare("SELECT total_changes() AS n").get()) as { n: number };
  const before = written().n;
  central.drain(deskOf(t));
  expect(central.position).toEqual(deskOf(t).ledger().head);
  expect(deskOf(t).status()).toMatchObject({ backlog: 0, staleSeconds: 0 });
  expect(written().n).toBe(before);
  expect(central.rows.has("rental 1")).toBe(false);
  full = false;
  central.drain(deskOf(t));
  expect(central.rows.has("rental 1")).toBe(true);
});
