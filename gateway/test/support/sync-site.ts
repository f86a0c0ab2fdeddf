/** A test site that syncs, and a central in memory that takes over what it is given as sync_v1 does. */
import { hash } from "node:crypto";
import { expect } from "vitest";
import { SyncBatch } from "../../src/contract/sync-schemas.ts";
import type { SyncDesk } from "../../src/sync/sync-desk.ts";
import { configuration, startTestSite, type TestSite, type TestSiteOptions } from "./test-site.ts";

export const EMPTY_HASH = "0".repeat(64);

export function startSyncSite(
  sync: Record<string, unknown> = {},
  options: TestSiteOptions = {},
): Promise<TestSite> {
  return startTestSite({ configuration: configuration({ sync }), ...options });
}

export function deskOf({ site }: Pick<TestSite, "site">): SyncDesk {
  if (!site.sync) throw new Error("this site does not sync");
  return site.sync;
}

type Row = Record<string, unknown> & { rev: number };

export class MemoryCentral {
  readonly events: SyncBatch["events"] = [];
  /** `locker main/3`, `rental 1`: as it came. */
  readonly rows = new Map<string, Row>();
  rev = 0;
  /** The text of each batch, as it would cross the wire. */
  readonly texts: string[] = [];

  get position(): { sequence: number; hash: string } {
    return { sequence: this.events.length, hash: this.events.at(-1)?.hash ?? EMPTY_HASH };
  }

  /** One exchange. */
  pull(desk: SyncDesk, most = 1000): SyncBatch {
    const batch = this.take(desk, most);
    const acknowledged = batch.acks.map(({ id }) => id);
    desk.kept({ epoch: batch.epoch.id, ...this.position, rev: this.rev, acknowledged });
    return batch;
  }

  /** Takes a batch and does not say so. */
  take(desk: SyncDesk, most = 1000): SyncBatch {
    const { sequence } = this.position;
    const text = JSON.stringify(desk.batch({ after: sequence, rowsAfter: this.rev, most }));
    this.texts.push(text);
    const batch = SyncBatch.parse(JSON.parse(text));
    this.#takeEvents(batch);
    this.#takeRows(batch.rows);
    return batch;
  }

  /** Until nothing is left; returns how many batches that took. */
  drain(desk: SyncDesk, most = 1000): number {
    for (let batches = 1; ; batches++) {
      const { eventsLeft, rowsLeft } = this.pull(desk, most);
      if (eventsLeft === 0 && !rowsLeft) return batches;
    }
  }

  row(key: string): Row | undefined {
    return this.rows.get(key);
  }

  #takeEvents({ after, hash: before, events }: SyncBatch): void {
    expect({ sequence: after, hash: before }).toEqual(this.position);
    for (const event of events) {
      expect(event.hash).toBe(hash("sha256", this.position.hash + event.body));
      expect(JSON.parse(event.body)).toMatchObject({ sequence: this.events.length + 1, kind: event.kind });
      this.events.push(event);
    }
  }

  #takeRows({ after, to, site, cabinets, lockers, rentals }: SyncBatch["rows"]): void {
    expect(after).toBe(this.rev);
    const rows = [
      ...(site ? [["site", site] as const] : []),
      ...cabinets.map((row) => [`cabinet ${row.cabinet}`, row] as const),
      ...lockers.map((row) => [`locker ${row.cabinet}/${row.locker}`, row] as const),
      ...rentals.map((row) => [`rental ${row.rental}`, row] as const),
    ];
    for (const [key, row] of rows) {
      expect(row.rev).toBeGreaterThan(after);
      expect(row.rev).toBeLessThanOrEqual(to);
      this.rows.set(key, row);
    }
    this.rev = to;
  }
}
