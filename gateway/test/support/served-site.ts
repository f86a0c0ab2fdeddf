/** A MemorySite behind the real API on real sockets in a folder of its own, closed after the test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { onTestFinished } from "vitest";
import { type ServeOptions, serveSite } from "../../src/api/serve.ts";
import { GatewayClient } from "../../src/client/index.ts";
import { MemorySite } from "./memory-site.ts";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function serveMemorySite(options: Partial<ServeOptions> & { site?: MemorySite } = {}) {
  const folder = temporaryFolder();
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const served = {
    site: new MemorySite(),
    log,
    publicSocket: join(folder, "gateway.sock"),
    operatorSocket: join(folder, "operator.sock"),
    syncSocket: join(folder, "sync.sock"),
    ...options,
  };
  const { close } = await serveSite(served);
  onTestFinished(close);
  const client = (socketPath: string) => {
    const made = new GatewayClient({ socketPath, backoff: { first: 5, longest: 20 } });
    onTestFinished(() => made.close());
    return made;
  };
  return {
    ...served,
    logged,
    folder,
    close,
    customer: client(served.publicSocket),
    operator: client(served.operatorSocket),
  };
}
