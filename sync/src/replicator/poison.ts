/**
 * For a batch that central does not take although it is as small as can be: each thing in it alone, and what is still not
 * taken as a stub, so that central puts that aside under its place in the chain and the rest goes on.
 */
import type { SyncAnswer, SyncEvent, SyncRequest } from "../contract/index.ts";
import { SyncProblem } from "./problem.ts";

type Exchange = (request: SyncRequest) => Promise<SyncAnswer>;
type Rows = NonNullable<SyncRequest["rows"]>;

/** `onStub` is told what was sent as a stub. Throws when central takes not even a request with nothing in it. */
export async function sendApart(
  request: SyncRequest,
  exchange: Exchange,
  onStub: (what: "event" | "row" | "acknowledgement") => void,
): Promise<SyncAnswer> {
  const { events, rows, acks, ...bare } = request;
  let answer = await exchange(bare).catch((error: unknown) => {
    throw isNotTaken(error) ? error.met({ cure: "person" }) : error;
  });
  const send = async (what: Parameters<typeof onStub>[0], whole: SyncRequest, stub: SyncRequest) => {
    if (answer.code !== "ok") return;
    answer = await exchange(whole).catch((error: unknown) => {
      if (!isNotTaken(error)) throw error;
      onStub(what);
      return exchange(stub);
    });
  };
  if (events) await send("event", { ...bare, events }, { ...bare, events: events.map(stubOf) });
  if (rows) await send("row", { ...bare, rows }, { ...bare, rows: stubRows(rows) });
  if (acks) {
    const short = acks.map(({ id, state }) => ({ id, state }));
    await send("acknowledgement", { ...bare, acks }, { ...bare, acks: short });
  }
  return answer;
}

function isNotTaken(error: unknown): error is SyncProblem {
  return error instanceof SyncProblem && error.cure === "smaller";
}

const SHOWN = 1000;

/** No JSON object, so that central puts it aside; as much of it as plain letters can say. */
function stubOf({ at, hash, body }: SyncEvent): SyncEvent {
  const shown = body.slice(0, SHOWN).replaceAll(/[^\x20-\x7e]/g, "?");
  return {
    at: Number.isSafeInteger(at) && at > 0 ? at : 0,
    kind: "not_taken",
    hash,
    body: `not taken: ${shown}`,
  };
}

/** Their revisions alone: central puts them aside, and counts them as seen. */
function stubRows({ after, to, site, cabinets, lockers, rentals }: Rows): Rows {
  const stubs = (all: readonly { rev: number }[] | undefined) => all?.map(({ rev }) => ({ rev }));
  return {
    after,
    to,
    ...(site && { site: { rev: site.rev } }),
    ...(cabinets && { cabinets: stubs(cabinets) }),
    ...(lockers && { lockers: stubs(lockers) }),
    ...(rentals && { rentals: stubs(rentals) }),
  } as Rows;
}
