import { expect, test, vi } from "vitest";
import { serveSyncSite } from "../support/served-sync.ts";

test("what the sync process asks for is answered on its socket, as the contract says", async () => {
  const { sync } = await serveSyncSite();
  const { epoch, head } = await sync.call("syncLedger", {});
  const batch = await sync.call("syncBatch", { body: { after: 0, rowsAfter: 0, most: 1000 } });
  expect(batch.events.at(-1)?.hash).toBe(head.hash);
  const [place] = await sync.call("syncPlaces", { body: { sequences: [head.sequence] } });
  expect(place).toEqual(head);
  const kept = { epoch: epoch.id, ...head, rev: batch.rows.to, acknowledged: [] };
  expect(await sync.call("syncKept", { body: kept })).toEqual({ done: true });
  const forked = sync.call("syncKept", { body: { ...kept, hash: "f".repeat(64) } });
  await expect(forked).rejects.toMatchObject({ code: "sync_fork" });
  const later = sync.call("syncBatch", { body: { after: 9999, rowsAfter: 0, most: 10 } });
  await expect(later).rejects.toMatchObject({ code: "sync_no_such_event" });
  expect(await sync.call("syncReport", { body: { state: "ok" } })).toEqual({ done: true });
  const life = await sync.call("syncNewLife", { body: { epoch: epoch.id, above: 7 } });
  expect(life.epoch.counter).toBe(8);
});

test("an operator who asks for a cycle rings at the sync process", async () => {
  const { operator, sync } = await serveSyncSite();
  const whys: string[] = [];
  sync.follow("syncDue", () => ({}), {
    event: ({ data }) => whys.push(data.why),
  });
  await operator.call("syncNow", {});
  await vi.waitUntil(() => whys.length > 0);
  expect(whys).toEqual(["asked"]);
});
