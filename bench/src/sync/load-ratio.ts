/**
 * How much the secured path costs: the same events through the replicator's own cycle (one procedure call for at most 1,000
 * of them, each call durable) and by one LOAD DATA of all into a plain table, in turns, both over TLS to the same server.
 */
import { randomUUID } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "@holdfast/gateway/log";
import { addGateway } from "@holdfast/sync/central";
import { GatewayLogin, type TestCentral } from "@holdfast/sync/rig";
import { Member } from "../fleet/member.ts";
import { type StagedRows, stageEvents } from "./load-events.ts";

const EVENTS = 20_000;
const PAIRS = 9;

/** Events a second through the procedure, over rows a second by LOAD DATA. */
export interface LoadRatio {
  readonly ratio: number;
  readonly events: number;
  readonly rows: number;
}

export async function measureLoadRatio({ mariadb, root }: TestCentral, log: Logger): Promise<LoadRatio> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-load-"));
  const member = new Member({ login: await addGateway(root, "load"), mariadb, folder, log });
  const loader = new GatewayLogin(mariadb, { user: "loader", password: randomUUID() });
  const [ours, native]: [number[], number[]] = [[], []];
  try {
    await root.run(PLAIN);
    await root.run(`CREATE USER loader IDENTIFIED BY '${loader.credentials.password}' REQUIRE SSL`);
    await root.run("GRANT INSERT ON plain TO loader");
    await member.sync();
    for (let pair = 0; pair < PAIRS; pair++) {
      const first = member.ledger.events.length;
      member.ledger.appendMany(EVENTS);
      const events = member.ledger.events.slice(first);
      const times = { ours: Number.NaN, native: Number.NaN };
      const sync = async () => {
        times.ours = await time(() => member.sync());
      };
      const staged = stageEvents(folder, { table: "plain", gateway: 1, epoch: 1, after: first, events });
      const load = async () => {
        times.native = await time(() => loadOver(loader, staged));
      };
      // The order alternates, so that neither side is always second.
      for (const work of pair % 2 === 0 ? [sync, load] : [load, sync]) await work();
      ours.push(EVENTS / times.ours);
      native.push(EVENTS / times.native);
    }
  } finally {
    member.close();
    await loader.close();
    rmSync(folder, { recursive: true, force: true });
  }
  // The best of both: whatever else runs on this machine only makes them slower, and the one with two processes more.
  const [events, rows] = [Math.max(...ours), Math.max(...native)];
  return { ratio: events / rows, events, rows };
}

async function loadOver(login: GatewayLogin, { file, sql }: StagedRows): Promise<void> {
  const connection = await login.connection();
  await connection.query({ sql: sql("LOCAL"), infileStreamFactory: () => createReadStream(file) });
}

/** The columns of `event`, and no more than its primary key. */
const PLAIN = `CREATE TABLE plain (
  gateway_id INT UNSIGNED NOT NULL, epoch BIGINT UNSIGNED NOT NULL, seq BIGINT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL, received_at DATETIME(3) NOT NULL, kind VARCHAR(40) NOT NULL, class VARCHAR(8) NULL,
  hash BINARY(32) NOT NULL, body LONGTEXT NOT NULL, PRIMARY KEY (gateway_id, epoch, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

/** Seconds. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
