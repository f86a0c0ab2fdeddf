/** A row of the site as it is at this moment, ready to be copied to central. */
import { hash } from "node:crypto";
import type { SyncBatch } from "../contract/sync-schemas.ts";
import type { NotedRow, RowKey } from "../ledger/copied-row-store.ts";

export type BatchRows = SyncBatch["rows"];

export interface PresentRow extends NotedRow {
  put(rows: BatchRows, rev: number): void;
}

/** Over what a row says before it is sealed, for sealing gives other bytes each time. */
export function digestOf(said: unknown): string {
  return hash("sha256", JSON.stringify(said), "base64url");
}

export function keyOf({ what, cabinet, number }: RowKey): string {
  return `${what} ${cabinet}/${number}`;
}
