import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { NOBODY, startGatewayProcess } from "../support/run-gateway.ts";
import { requestId, startTestSite, temporaryFolder } from "../support/test-site.ts";

test("a site without [sync] notes no rows, makes no key and has no desk", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  const t = await startTestSite({ ledger });
  await t.clock.pass(t.site.store({ cabinet: "main", locker: 1 }, "+41791234567", requestId()));
  expect(t.site.sync).toBeUndefined();
  expect(t.site.status().sync).toBeUndefined();
  expect(t.site.status().problems).toEqual([]);
  expect(existsSync(join(t.folder, "keys"))).toBe(false);
  const tables = ["copied_row", "sync_position", "recovery_shown", "central_command"];
  for (const table of tables) {
    const count = ledger.store((db) => db.prepare(`SELECT count(*) AS count FROM ${table}`).get());
    expect(count).toEqual({ count: 0 });
  }
});

test.each([
  ["has no socket for sync", NOBODY, false],
  ["but one with [sync] has", `[sync]\n${NOBODY}`, true],
])("a gateway without [sync] %s", async (_what, toml, there) => {
  const { ready, folder } = startGatewayProcess(toml);
  const { socket = "", syncSocket } = await ready;
  expect(existsSync(socket)).toBe(true);
  expect(existsSync(join(folder, "data", "sync.sock"))).toBe(there);
  expect(syncSocket !== undefined).toBe(there);
});
