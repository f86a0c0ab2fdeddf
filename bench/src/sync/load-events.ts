/** The quickest way of a server to take rows, without any security: LOAD DATA. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SyncEvent } from "@holdfast/sync/contract";

export interface LoadedRows {
  readonly table: "event" | "plain";
  readonly gateway: number;
  readonly epoch: number;
  /** The event before the first one. */
  readonly after: number;
  readonly events: readonly SyncEvent[];
}

export interface StagedRows {
  readonly file: string;
  /** Loads the file; with `LOCAL` over the connection of a client, else from the server's own disk. */
  sql(where?: "LOCAL"): string;
}

export function stageEvents(folder: string, rows: LoadedRows): StagedRows {
  const { table, after, events } = rows;
  const file = join(folder, `${table}-${after}`);
  writeFileSync(file, events.map((event, at) => line(rows, at, event)).join(""), { mode: 0o644 });
  return {
    file,
    sql: (where) =>
      `LOAD DATA ${where ?? ""} INFILE '${file}' INTO TABLE ${table} CHARACTER SET utf8mb4
       (gateway_id, epoch, seq, at, received_at, kind, class, @hash, body) SET hash = UNHEX(@hash)`,
  };
}

function line(
  { gateway, epoch, after }: LoadedRows,
  place: number,
  { at, kind, hash, body }: SyncEvent,
): string {
  const time = new Date(at).toISOString().replace("T", " ").replace("Z", "");
  const text = body.replaceAll("\\", "\\\\");
  return `${[gateway, epoch, after + place + 1, time, time, kind, "\\N", hash, text].join("\t")}\n`;
}
