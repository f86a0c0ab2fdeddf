/**
 * Walks the hash chain of a gateway's events: each hash is SHA-256 over the previous one in hex and the body. What was put
 * aside is part of the chain; what retention took cannot be proven any more, so a walk begins after it.
 */
import { hash as digest } from "node:crypto";
import { idOf } from "./accounts.ts";
import type { Central } from "./connect.ts";

export interface ChainReport {
  /** Every life of the ledger, the oldest first. */
  readonly lives: readonly LifeReport[];
  /** The first place where the chain does not hold; undefined: all that can be proven holds. */
  readonly broken: ChainBreak | undefined;
  readonly proven: number;
}

export interface LifeReport {
  readonly epoch: number;
  /** The walk went over the events above `from`, up to and including `to`. */
  readonly from: number;
  readonly to: number;
  readonly proven: number;
  /** In event_dead with their hash, but not whole: the chain goes on with that hash. */
  readonly unproven: number;
}

export interface ChainBreak {
  readonly epoch: number;
  readonly seq: number;
  readonly problem: "missing" | "altered" | "head";
}

export interface VerifyOptions {
  /** Events in one page. */
  readonly page?: number;
  readonly onProgress?: (done: { epoch: number; seq: number; of: number }) => void;
}

interface Life {
  epoch: number;
  pruned_to: number;
  pruned_hash: string;
}

/** An event as far as it is known. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
  /** undefined where it is not known to the byte. */
  readonly body: string | undefined;
}

export async function verifyChain(
  central: Central,
  name: string,
  options: VerifyOptions = {},
): Promise<ChainReport> {
  const id = await idOf(central, name);
  const [head] = await central.rows<{ epoch: number; last_seq: number; last_hash: string }>(
    "SELECT epoch, last_seq, last_hash FROM gateway WHERE id = ?",
    [id],
  );
  const lives = await central.rows<Life>(
    "SELECT epoch, pruned_to, pruned_hash FROM life WHERE gateway_id = ? ORDER BY epoch",
    [id],
  );
  const reports: LifeReport[] = [];
  let broken: ChainBreak | undefined;
  for (const life of lives) {
    const { epoch } = life;
    let seq = life.pruned_to;
    let hash = life.pruned_hash;
    let proven = 0;
    let unproven = 0;
    for (;;) {
      const links = await page(central, id, epoch, seq, options.page ?? 1000);
      for (const link of links) {
        const problem = problemOf(link, seq, hash);
        if (problem !== undefined) broken ??= { epoch, seq: seq + 1, problem };
        if (link.body === undefined) unproven++;
        else if (problem === undefined) proven++;
        ({ seq, hash } = link);
      }
      options.onProgress?.({ epoch, seq, of: epoch === head?.epoch ? head.last_seq : seq });
      if (links.length === 0) break;
    }
    const isHead = epoch === head?.epoch;
    if (isHead && (seq !== head.last_seq || hash !== head.last_hash)) {
      broken ??= { epoch, seq: Math.min(seq, head.last_seq) + 1, problem: "head" };
    }
    reports.push({ epoch, from: life.pruned_to, to: seq, proven, unproven });
  }
  return { lives: reports, broken, proven: reports.reduce((sum, life) => sum + life.proven, 0) };
}

function problemOf(link: Link, seq: number, hash: string): "missing" | "altered" | undefined {
  if (link.seq !== seq + 1) return "missing";
  if (link.body !== undefined && digest("sha256", hash + link.body) !== link.hash) return "altered";
  return undefined;
}

/** The next events above `after`, with those that were put aside among them. */
async function page(
  central: Central,
  id: number,
  epoch: number,
  after: number,
  most: number,
): Promise<Link[]> {
  const stored = await central.rows<{ seq: number; hash: string; body: string }>(
    `SELECT seq, LOWER(HEX(hash)) AS hash, body FROM event
     WHERE gateway_id = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?`,
    [id, epoch, after, most],
  );
  const aside = await central.rows<{ seq: number; raw: string }>(
    `SELECT seq, raw FROM event_dead
     WHERE gateway_id = ? AND epoch = ? AND what = 'event' AND seq > ? ORDER BY seq LIMIT ?`,
    [id, epoch, after, most],
  );
  // Where one of the two lists was cut, nothing is known above its end.
  const end = Math.min(
    stored.length === most ? (stored.at(-1)?.seq ?? 0) : Number.POSITIVE_INFINITY,
    aside.length === most ? (aside.at(-1)?.seq ?? 0) : Number.POSITIVE_INFINITY,
  );
  return [...stored, ...aside.map(linkOf)].filter(({ seq }) => seq <= end).sort((a, b) => a.seq - b.seq);
}

/** Of one that was put aside. Its hash is "" where even that is not known. */
export function linkOf({ seq, raw }: { seq: number; raw: string }): Link {
  try {
    const { hash, body } = JSON.parse(raw) as { hash?: unknown; body?: unknown };
    return {
      seq,
      hash: typeof hash === "string" ? hash : "",
      body: typeof body === "string" ? body : undefined,
    };
  } catch {
    // Longer than what is kept of one. Its hash stands before its body.
    return { seq, hash: /"hash":\s?"([0-9a-f]{64})"/.exec(raw)?.[1] ?? "", body: undefined };
  }
}
