/** Everything that central has of the site whose login this is, as lines for holdfast restore. */
import type { SiteCopyLine } from "@holdfast/gateway/site-copy";
import { CentralError, linkOf } from "../central/index.ts";
import { chainOfLives, type Stretch } from "./chain-of-lives.ts";
import { type Exchange, OwnRows, type Row } from "./own-rows.ts";

const HASH = /^[0-9a-f]{64}$/;

/** Throws CentralError restore_not_allowed, copy_moved or nothing_copied, and what the exchange throws. */
export async function* readSite(exchange: Exchange): AsyncGenerator<SiteCopyLine> {
  const rows = new OwnRows(exchange);
  const [site] = await rows.page({ what: "site" });
  const chain = await chainOfLives(rows);
  if (chain === undefined) {
    throw new CentralError("nothing_copied", "Central has nothing of this gateway.");
  }
  const { epoch, epoch_id } = chain;
  const { last_seq: sequence, last_hash: hash } = rows.standing;
  yield { what: "begin", epoch, epoch_id, events: sequence };
  yield { what: "site", name: String(site?.["name"] ?? ""), sealed: text(site?.["sealed"]) };
  yield* lockers(rows);
  yield* rentals(rows);
  for (const [index, stretch] of chain.stretches.entries()) {
    if (index === 0 && stretch.from.sequence > 0) yield { what: "place", ...stretch.from };
    yield* events(rows, stretch);
  }
  yield { what: "end", sequence, hash };
}

async function* lockers(rows: OwnRows): AsyncGenerator<SiteCopyLine> {
  const cabinets = rows.all({ what: "cabinet" }, "cabinet", ({ cabinet }) => ({ cabinet: String(cabinet) }));
  for await (const { cabinet: id, removed } of cabinets) {
    if (Number(removed) === 1) continue;
    const cabinet = String(id);
    const found = rows.all({ what: "locker", cabinet }, "locker", ({ locker }) => ({
      after: Number(locker),
    }));
    for await (const { locker, state, label, sealed } of found) {
      if (state === "removed") continue;
      yield { what: "locker", cabinet, locker: Number(locker), label: text(label), sealed: text(sealed) };
    }
  }
}

async function* rentals(rows: OwnRows): AsyncGenerator<SiteCopyLine> {
  for await (const row of rows.all({ what: "rental" }, "rental", ({ rental }) => ({
    after: Number(rental),
  }))) {
    const { rental, cabinet, locker, number, source, started_at, ended_at, ended_by, phone_sealed } = row;
    yield {
      what: "rental",
      rental: Number(rental),
      cabinet: String(cabinet),
      locker: Number(locker),
      number: Number(number),
      source: source === "web" || source === "controller" ? source : "keypad",
      started_at: numeric(started_at),
      ended_at: numeric(ended_at),
      ended_by: text(ended_by),
      phone_sealed: text(phone_sealed),
    };
  }
}

/** In their order, with those that were put aside among them. What is not there is passed over: `place` says where. */
async function* events(rows: OwnRows, { epoch, from, to }: Stretch): AsyncGenerator<SiteCopyLine> {
  const after = ({ seq }: Row) => ({ after: Number(seq) });
  const first = { epoch, after: from.sequence };
  const aside = rows.all({ what: "dead", ...first }, "seq", after);
  let dead = await aside.next();
  let at = from.sequence;
  function* line({ seq, hash, body }: { seq: number; hash: string; body: string | undefined }) {
    if (!HASH.test(hash)) return;
    const told = { sequence: seq, hash };
    // Without the one before, nobody can prove its text.
    if (body === undefined || seq !== at + 1) yield { what: "place", ...told } as const;
    else yield { what: "event", ...told, body } as const;
    at = seq;
  }
  for await (const row of rows.all({ what: "event", ...first }, "seq", after)) {
    const seq = Number(row["seq"]);
    if (seq > to.sequence) break;
    for (; !dead.done && Number(dead.value["seq"]) < seq; dead = await aside.next()) {
      yield* line(linkOf({ seq: Number(dead.value["seq"]), raw: String(dead.value["raw"]) }));
    }
    yield* line({ seq, hash: String(row["hash"]), body: String(row["body"]) });
  }
  for (; !dead.done && Number(dead.value["seq"]) <= to.sequence; dead = await aside.next()) {
    yield* line(linkOf({ seq: Number(dead.value["seq"]), raw: String(dead.value["raw"]) }));
  }
  if (at < to.sequence) yield { what: "place", ...to };
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function numeric(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
