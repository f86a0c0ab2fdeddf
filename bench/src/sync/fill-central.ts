/** Brings central's copy of a site to where its ledger is, at once and without the gateway, which does not run. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Central } from "@holdfast/sync/central";
import Database from "better-sqlite3";
import { stageEvents } from "./load-events.ts";
import type { SyncedSite } from "./synced-site.ts";

const PAGE = 50_000;

interface LedgerRow {
  readonly sequence: number;
  readonly hash: string;
  readonly body: string;
}

/** Does nothing before the first exchange, which tells central of the ledger's life. */
export async function fillCentral(root: Central, { name, folder }: SyncedSite): Promise<void> {
  const db = new Database(join(folder, "ledger.db"));
  try {
    const page = db.prepare<[number], LedgerRow>(
      `SELECT sequence, hash, body FROM event WHERE sequence > ? ORDER BY sequence LIMIT ${PAGE}`,
    );
    for (;;) {
      const [place] = await root.rows<{ id: number; epoch: number; last_seq: number }>(
        "SELECT id, epoch, last_seq FROM gateway WHERE name = ?",
        [name],
      );
      if (place === undefined || place.epoch === 0) return;
      const { id: gateway, epoch, last_seq: after } = place;
      const rows = page.all(after);
      const last = rows.at(-1);
      if (last === undefined) return;
      const events = rows.map(({ hash, body }) => {
        const { at, kind } = JSON.parse(body) as { at: string; kind: string };
        return { at: Date.parse(at), kind, hash, body };
      });
      const staged = stageEvents(folder, { table: "event", gateway, epoch, after, events });
      await root.run(staged.sql());
      rmSync(staged.file);
      await root.run("UPDATE gateway SET last_seq = ?, last_hash = ? WHERE id = ?", [
        last.sequence,
        last.hash,
        gateway,
      ]);
    }
  } finally {
    db.close();
  }
}
