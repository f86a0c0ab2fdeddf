/** Where the next batch begins, when central does not stand where it was thought to. */
import type { SyncBatch, SyncLedger } from "@holdfast/gateway/contract";
import type { SyncAnswer } from "../contract/index.ts";
import type { Central } from "./central-line.ts";
import { findBase } from "./find-base.ts";
import { type Gateway, isRefusal } from "./gateway.ts";
import type { LifeLimit } from "./life-limit.ts";
import { SyncProblem } from "./problem.ts";

export interface Place {
  readonly after: number;
  readonly rowsAfter: number;
  /** Central has nothing to compare `after` with. */
  readonly unproven?: boolean;
}

export interface PlaceOptions {
  readonly gateway: Gateway;
  readonly central: Central;
  readonly lives: LifeLimit;
}

/** Where this life begins to be copied, or was when the gateway last heard of it. */
export function beginning({ kept }: SyncLedger): Place {
  return { after: kept.sequence, rowsAfter: kept.rev };
}

/** Tells the gateway what central has. False: it has another event there, or none. */
export async function agree(gateway: Gateway, batch: SyncBatch, answer: SyncAnswer): Promise<boolean> {
  const acknowledged = answer.code === "ok" ? batch.acks.map(({ id }) => id) : [];
  try {
    const { sequence, hash } = lastOf(answer);
    await gateway.kept({ epoch: batch.epoch.id, sequence, hash, rev: answer.last_rev ?? 0, acknowledged });
    return true;
  } catch (error) {
    if (isRefusal(error, "sync_fork")) return false;
    throw error;
  }
}

/** After an answer that was not ok, or to which the gateway did not agree. */
export async function placeAfter(
  { gateway, central, lives }: PlaceOptions,
  ledger: SyncLedger,
  batch: SyncBatch,
  answer: SyncAnswer,
): Promise<Place> {
  const heardOf = ledger.kept.sequence >= ledger.firstEvent || ledger.firstEvent <= 1;
  switch (answer.code) {
    case "rows_gap":
    case "gap":
      // This life has not begun there yet, so that its rows begin at 0.
      if (answer.epoch !== batch.epoch.counter) return { after: batch.after, rowsAfter: 0 };
      if (await agree(gateway, batch, answer))
        return { after: answer.last_seq ?? 0, rowsAfter: answer.last_rev ?? 0 };
      break;
    case "base_unknown":
      return baseOf(gateway, central, answer);
    case "stale_epoch":
      // A copy that was restored twice is as young as the one before it; but one that central knows has been overtaken.
      if (heardOf) throw new SyncProblem("login_used_twice");
      break;
    case "ok":
    case "fork":
      break;
    default:
      throw new SyncProblem("no_central", `(${answer.code})`);
  }
  if (!lives.allow()) throw new SyncProblem("login_used_twice");
  const base = await baseOf(gateway, central, answer);
  await gateway.newLife({ epoch: batch.epoch.id, above: answer.epoch ?? 0 }).catch((error: unknown) => {
    // Another life began meanwhile: it is asked what it is.
    if (!isRefusal(error, "sync_fork")) throw error;
  });
  return base;
}

async function baseOf(gateway: Gateway, central: Central, answer: SyncAnswer): Promise<Place> {
  const { sequence, unproven } = await findBase(gateway, central, lastOf(answer));
  return { after: sequence, rowsAfter: 0, unproven };
}

function lastOf({ last_seq, last_hash }: SyncAnswer): { sequence: number; hash: string } {
  return { sequence: last_seq ?? 0, hash: last_hash ?? "" };
}
