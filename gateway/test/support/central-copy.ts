/** What central has of a site, as lines, made from nothing; and a machine on which it is built again. */
import { hash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeSlot } from "@holdfast/protocol";
import Database from "better-sqlite3";
import { type FromCentralOptions, restoreFromCentral } from "../../src/backup/restore-from-central.ts";
import type { SiteCopyLine } from "../../src/contract/site-copy.ts";
import { type Sealer, sealer } from "../../src/sync/sealer.ts";
import { temporaryFolder } from "./test-site.ts";

export const KEY = new Uint8Array(32).fill(7);
export const PHONE = "41791234567";
export const LOST =
  '[site]\nname = "Old"\n\n[[cabinet]]\nid = "main"\nname = "Hall"\nport.tcp = "127.0.0.1:1"\n';
const START = "0".repeat(64);

type Line<What extends SiteCopyLine["what"]> = Extract<SiteCopyLine, { what: What }>;

/** A chain of events, of which the bodies can be given. */
export function eventsOf(bodies: readonly object[], from = 0, before = START): Line<"event">[] {
  let last = before;
  return bodies.map((event, index) => {
    const sequence = from + index + 1;
    const body = JSON.stringify({
      actor: "gateway",
      at: "2026-01-01T00:00:00.000Z",
      kind: "boot",
      ...event,
      sequence,
    });
    last = hash("sha256", last + body);
    return { what: "event", sequence, hash: last, body };
  });
}

type Event = Line<"event">;
export const THREE = eventsOf([{}, {}, {}]) as [Event, Event, Event];

export function rental(
  id: number,
  changes: Partial<Line<"rental">> = {},
  seals = sealer(KEY),
): Line<"rental"> {
  return {
    what: "rental",
    rental: id,
    cabinet: "main",
    locker: 1,
    number: id,
    source: "keypad",
    started_at: 1000,
    ended_at: null,
    ended_by: null,
    phone_sealed: seals.sealPhone(id, PHONE),
    ...changes,
  };
}

export function slotRecord(locker: number): Uint8Array {
  const verifier = new Uint8Array([1, 2, 3]);
  return encodeSlot({
    locker,
    held: true,
    outOfService: false,
    version: 1,
    rental: 1,
    phone: PHONE,
    wrongTries: 0,
    verifier,
  });
}

/** Begin, site, what is given, and an end that fits the last event. */
export function copyOf(
  middle: readonly SiteCopyLine[],
  { settings = LOST as string | null, seals = sealer(KEY) as Sealer } = {},
): SiteCopyLine[] {
  const last = middle.findLast((line) => line.what === "event" || line.what === "place");
  const { sequence, hash: head } = last ?? { sequence: 0, hash: START };
  return [
    { what: "begin", epoch: 3, epoch_id: "life-of-the-lost-one", events: sequence },
    { what: "site", name: "Old", sealed: settings === null ? null : seals.sealSettings(settings) },
    ...middle,
    { what: "end", sequence, hash: head },
  ];
}

export interface NewMachine {
  readonly file: string;
  readonly data: string;
  restore(
    lines: readonly SiteCopyLine[],
    options?: Partial<FromCentralOptions>,
  ): ReturnType<typeof restoreFromCentral>;
  /** Rows of its ledger. */
  rows(sql: string): unknown[];
}

export function newMachine(toml = "[sync]\n"): NewMachine {
  const folder = temporaryFolder();
  const file = join(folder, "holdfast.toml");
  const data = join(folder, "data");
  writeFileSync(file, toml);
  mkdirSync(data, { mode: 0o700 });
  return {
    file,
    data,
    restore: (lines, options = {}) =>
      restoreFromCentral({
        file,
        recoveryKey: KEY,
        lines: streamOf(lines),
        wall: 5000,
        onProgress: () => {},
        ...options,
      }),
    rows: (sql) => {
      const db = new Database(join(data, "ledger.db"), { readonly: true });
      try {
        return db.prepare(sql).all();
      } finally {
        db.close();
      }
    },
  };
}

export async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
