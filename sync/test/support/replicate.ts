/** A replicator's parts for tests: real database connections, a gateway in memory, nothing that waits for the clock. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@holdfast/gateway/clock";
import { createLogger, type Logger } from "@holdfast/gateway/log";
import { expect, onTestFinished } from "vitest";
import {
  type Access,
  CentralLine,
  Cycle,
  connectDatabase,
  type Host,
  Hosts,
  LifeLimit,
  SyncProblem,
} from "../../src/replicator/index.ts";
import { FakeGateway, type GatewayLogin, type Mariadb } from "../../src/rig/index.ts";

export const silent: Logger = createLogger({ name: "test", level: "error", out: { write: () => true } });

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-sync-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** How a login gets in, as its configuration would say it. */
export function accessOf(
  login: Pick<GatewayLogin, "credentials">,
  mariadb: Mariadb,
  change: Partial<Access> = {},
): Access {
  const passwordFile = join(temporaryFolder(), "password");
  writeFileSync(passwordFile, `${login.credentials.password}\n`);
  chmodSync(passwordFile, 0o600);
  return {
    user: login.credentials.user,
    passwordFile,
    caFile: mariadb.ca.certFile,
    serverName: "localhost",
    database: "holdfast",
    connectMs: 10_000,
    queryMs: 20_000,
    ...change,
  };
}

/** `told`: gets the hosts that failed, and why. */
export function lineTo(hosts: readonly Host[], access: Access, told: string[] = []): CentralLine {
  const line = new CentralLine({
    hosts: new Hosts(hosts, systemClock, Math.random),
    connect: (host) => connectDatabase(host, access),
    random: Math.random,
    onHost: (host, { code }) => told.push(`${host} ${code}`),
  });
  onTestFinished(() => line.close());
  return line;
}

export function cycleOf(gateway: FakeGateway, central: CentralLine, batch = 1000): Cycle {
  return new Cycle({ gateway, central, log: silent, lives: new LifeLimit(systemClock), batch });
}

/** What a cycle fails of. */
export async function problemOf(run: Promise<unknown>): Promise<SyncProblem> {
  const error = await run.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  if (error instanceof SyncProblem) return error;
  throw error;
}

/** Looks until it is as expected; slow computers get their time. */
export function eventually<Value>(look: () => Value | Promise<Value>) {
  return expect.poll(look, { timeout: 30_000, interval: 20 });
}

/** Resolves at the very moment at which the gateway hears that central has this event. */
export function reached(gateway: FakeGateway, sequence: number): Promise<void> {
  const kept = FakeGateway.prototype.kept.bind(gateway);
  return new Promise((resolve) => {
    gateway.kept = async (position) => {
      await kept(position);
      if (position.sequence >= sequence) resolve();
    };
  });
}
