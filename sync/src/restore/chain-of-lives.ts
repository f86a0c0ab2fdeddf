/**
 * Which events make one chain up to where central stands. A life of a ledger goes on after an event of an older one, so
 * the chain is a stretch of each of some lives. What is not on it was lost when somebody went back to an old copy.
 */
import type { OwnRows, Row } from "./own-rows.ts";

export interface Place {
  readonly sequence: number;
  readonly hash: string;
}

/** The events of a life above `from`, up to and including `to`. */
export interface Stretch {
  readonly epoch: number;
  readonly from: Place;
  readonly to: Place;
}

interface Life {
  readonly epoch: number;
  readonly epoch_id: string;
  readonly base: Place;
  /** Retention was here: what is before is not whole. The base where it was not. */
  readonly pruned: Place;
}

export interface Chain {
  readonly epoch: number;
  readonly epoch_id: string;
  readonly stretches: readonly Stretch[];
}

/** The oldest stretch first; undefined where central has nothing of this gateway. */
export async function chainOfLives(rows: OwnRows): Promise<Chain | undefined> {
  const lives: Life[] = [];
  for await (const row of rows.all({ what: "life" }, "epoch", ({ epoch }) => ({ epoch: Number(epoch) }))) {
    lives.push(lifeOf(row));
  }
  const { epoch, last_seq, last_hash } = rows.standing;
  const newest = lives.find((life) => life.epoch === epoch);
  if (newest === undefined) return undefined;
  const stretches: Stretch[] = [];
  let to: Place = { sequence: last_seq, hash: last_hash };
  for (let life: Life | undefined = newest; life !== undefined && to.sequence > 0; ) {
    const { base, pruned } = life;
    // Where all of an older life's part is gone, the chain begins with the younger one.
    if (pruned.sequence > to.sequence) break;
    stretches.unshift({ epoch: life.epoch, from: pruned, to });
    if (pruned.sequence > base.sequence) break;
    to = base;
    life = await parentOf(rows, lives, life);
  }
  return { epoch, epoch_id: newest.epoch_id, stretches };
}

/** The life that has the event after which this one goes on. */
async function parentOf(rows: OwnRows, lives: readonly Life[], child: Life): Promise<Life | undefined> {
  const { sequence, hash } = child.base;
  if (sequence === 0) return undefined;
  for (const life of lives.filter(({ epoch }) => epoch < child.epoch).reverse()) {
    if (life.base.sequence >= sequence) continue;
    const [event] = await rows.page({ what: "event", epoch: life.epoch, after: sequence - 1 }).then(sorted);
    if (event?.["seq"] === sequence && event["hash"] === hash) return life;
  }
  return undefined;
}

function sorted(page: Row[]): Row[] {
  return page.sort((a, b) => Number(a["seq"]) - Number(b["seq"]));
}

function lifeOf(row: Row): Life {
  return {
    epoch: Number(row["epoch"]),
    epoch_id: String(row["epoch_id"]),
    base: { sequence: Number(row["base_seq"]), hash: String(row["base_hash"]) },
    pruned: { sequence: Number(row["pruned_to"]), hash: String(row["pruned_hash"]) },
  };
}
