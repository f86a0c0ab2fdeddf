/**
 * How much the secured path costs: the same events through the replicator's own cycle (TLS, one procedure call for at most
 * 1,000 of them, each call durable) and by LOAD DATA into a plain table of the same server, in turns.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "@holdfast/gateway/log";
import { addGateway, type Central } from "@holdfast/sync/central";
import type { SyncEvent } from "@holdfast/sync/contract";
import type { TestCentral } from "@holdfast/sync/rig";
import { Member } from "../fleet/member.ts";
import { median } from "../median.ts";

const EVENTS = 20_000;
const PAIRS = 5;

/** Events a second through the procedure, over rows a second by LOAD DATA; and both, in the middle. */
export interface LoadRatio {
  readonly ratio: number;
  readonly events: number;
  readonly rows: number;
}

export async function measureLoadRatio({ mariadb, root }: TestCentral, log: Logger): Promise<LoadRatio> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-load-"));
  const member = new Member({ login: await addGateway(root, "load"), mariadb, folder, log });
  const ratios: number[] = [];
  const [ours, native]: [number[], number[]] = [[], []];
  try {
    await root.run(PLAIN);
    await member.sync();
    for (let pair = 0; pair < PAIRS; pair++) {
      const first = member.ledger.events.length;
      member.ledger.appendMany(EVENTS);
      const events = member.ledger.events.slice(first);
      const times = { ours: Number.NaN, native: Number.NaN };
      const sync = async () => {
        times.ours = await time(() => member.sync());
      };
      const load = async () => {
        const file = join(folder, `rows-${pair}`);
        writeFileSync(file, events.map((event, at) => row(first + at + 1, event)).join(""), { mode: 0o644 });
        times.native = await time(() => loadData(root, file));
      };
      // The order alternates, so that neither side is always second.
      for (const work of pair % 2 === 0 ? [sync, load] : [load, sync]) await work();
      ratios.push(times.native / times.ours);
      ours.push(EVENTS / times.ours);
      native.push(EVENTS / times.native);
    }
  } finally {
    member.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { ratio: median(ratios), events: median(ours), rows: median(native) };
}

/** The columns of `event`, and no more than its primary key. */
const PLAIN = `CREATE TABLE plain (
  gateway_id INT UNSIGNED NOT NULL, epoch BIGINT UNSIGNED NOT NULL, seq BIGINT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL, received_at DATETIME(3) NOT NULL, kind VARCHAR(40) NOT NULL, class VARCHAR(8) NULL,
  hash BINARY(32) NOT NULL, body LONGTEXT NOT NULL, PRIMARY KEY (gateway_id, epoch, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

function row(sequence: number, { at, kind, hash, body }: SyncEvent): string {
  const time = new Date(at).toISOString().replace("T", " ").replace("Z", "");
  return `${["1", "1", sequence, time, time, kind, "\\N", hash, body.replaceAll("\\", "\\\\")].join("\t")}\n`;
}

function loadData(root: Central, file: string): Promise<number> {
  return root.run(
    `LOAD DATA INFILE '${file}' INTO TABLE plain CHARACTER SET utf8mb4
     (gateway_id, epoch, seq, at, received_at, kind, class, @hash, body) SET hash = UNHEX(@hash)`,
  );
}

/** Seconds. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
