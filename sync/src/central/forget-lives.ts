/** Takes back false lives of a ledger: those that somebody wrote with a stolen login, or with a copy of the computer. */
import { EMPTY_HASH } from "../contract/index.ts";
import { idOf } from "./accounts.ts";
import { CentralError } from "./central-error.ts";
import type { Central } from "./connect.ts";

export interface Place {
  readonly last_seq: number;
  readonly last_hash: string;
}

const BATCH = 5000;

/**
 * Deletes events and lives above `epoch` and puts the gateway where that life ended, so that the true ledger goes on. Its
 * rows are all asked for again. Nobody may send meanwhile: rotate the password first. May be run again when it was cut.
 */
export async function forgetLives(
  central: Central,
  name: string,
  epoch: number,
  options: { dryRun?: boolean; onProgress?: (deleted: number) => void } = {},
): Promise<Place> {
  const id = await idOf(central, name);
  const [life] = await central.rows<{ epoch_id: string; pruned_to: number; pruned_hash: string }>(
    "SELECT epoch_id, pruned_to, pruned_hash FROM life WHERE gateway_id = ? AND epoch = ?",
    [id, epoch],
  );
  if (life === undefined && epoch !== 0) {
    throw new CentralError("bad_option", `Gateway ${name} has had no life ${epoch}.`);
  }
  const pruned = { last_seq: life?.pruned_to ?? 0, last_hash: life?.pruned_hash ?? EMPTY_HASH };
  if (options.dryRun === true) return lastOf(central, id, epoch, pruned);
  let deleted = 0;
  for (const table of ["event", "event_dead", "life"]) {
    for (let rows = 1; rows > 0; ) {
      rows = await central.run(`DELETE FROM ${table} WHERE gateway_id = ? AND epoch > ? LIMIT ${BATCH}`, [
        id,
        epoch,
      ]);
      if (table !== "event") continue;
      deleted += rows;
      options.onProgress?.(deleted);
    }
  }
  const place = await lastOf(central, id, epoch, pruned);
  // What was put aside after it comes again.
  await central.run(
    "DELETE FROM event_dead WHERE gateway_id = ? AND epoch = ? AND what = 'event' AND seq > ?",
    [id, epoch, place.last_seq],
  );
  await central.run(
    "UPDATE gateway SET epoch = ?, epoch_id = ?, last_seq = ?, last_hash = ?, last_rev = 0 WHERE id = ?",
    [epoch, life?.epoch_id ?? null, place.last_seq, place.last_hash, id],
  );
  return place;
}

/** The last event that is stored whole. */
async function lastOf(central: Central, id: number, epoch: number, pruned: Place): Promise<Place> {
  const [last] = await central.rows<Place>(
    `SELECT seq AS last_seq, LOWER(HEX(hash)) AS last_hash FROM event
     WHERE gateway_id = ? AND epoch = ? AND seq > ? ORDER BY seq DESC LIMIT 1`,
    [id, epoch, pruned.last_seq],
  );
  return last ?? pruned;
}
