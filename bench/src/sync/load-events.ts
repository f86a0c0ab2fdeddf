/** The quickest way of a server to take rows, without any security: LOAD DATA of a file on its own machine. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Central } from "@holdfast/sync/central";
import type { SyncEvent } from "@holdfast/sync/contract";

export interface LoadedRows {
  readonly table: "event" | "plain";
  readonly gateway: number;
  readonly epoch: number;
  /** The event before the first one. */
  readonly after: number;
  readonly events: readonly SyncEvent[];
}

/** Writes the file; gives what loads it and removes it, so that only the loading can be measured. */
export function stageEvents(root: Central, folder: string, rows: LoadedRows): () => Promise<void> {
  const file = join(folder, `${rows.table}-${rows.after}`);
  writeFileSync(file, rows.events.map((event, at) => line(rows, at, event)).join(""), { mode: 0o644 });
  return async () => {
    await root.run(
      `LOAD DATA INFILE '${file}' INTO TABLE ${rows.table} CHARACTER SET utf8mb4
       (gateway_id, epoch, seq, at, received_at, kind, class, @hash, body) SET hash = UNHEX(@hash)`,
    );
    rmSync(file);
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
