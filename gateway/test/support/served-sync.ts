/** A site that syncs behind the real API on real sockets, closed after the test. */
import { join } from "node:path";
import pino from "pino";
import { onTestFinished } from "vitest";
import { serveSite } from "../../src/api/serve.ts";
import { GatewayClient } from "../../src/client/index.ts";
import { startSyncSite } from "./sync-site.ts";
import { type TestSiteOptions, temporaryFolder } from "./test-site.ts";

export async function serveSyncSite(sync: Record<string, unknown> = {}, options: TestSiteOptions = {}) {
  const test = await startSyncSite(sync, options);
  const folder = temporaryFolder();
  const sockets = {
    publicSocket: join(folder, "gateway.sock"),
    operatorSocket: join(folder, "operator.sock"),
    syncSocket: join(folder, "sync.sock"),
  };
  const { close } = await serveSite({ site: test.site, log: pino({ level: "silent" }), ...sockets });
  onTestFinished(close);
  const client = (socketPath: string) => {
    const made = new GatewayClient({ socketPath, backoff: { first: 5, longest: 20 } });
    onTestFinished(() => made.close());
    return made;
  };
  return { test, ...sockets, operator: client(sockets.operatorSocket), sync: client(sockets.syncSocket) };
}
