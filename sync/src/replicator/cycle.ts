/**
 * One cycle: batch after batch until central has everything. It holds no truth: where to begin says the gateway, and what
 * central says counts only after the gateway has found the same event at its place.
 */
import type { SyncBatch } from "@holdfast/gateway/contract";
import type { Logger } from "@holdfast/gateway/log";
import { encodeRequest, type SyncAnswer, type SyncRequest } from "../contract/index.ts";
import { gatewayProblem, isRefusal } from "./gateway.ts";
import { agree, beginning, type Place, type PlaceOptions, placeAfter } from "./place.ts";
import { sendApart } from "./poison.ts";
import { SyncProblem } from "./problem.ts";
import { commandFor, requestOf } from "./request.ts";

export interface CycleOptions extends PlaceOptions {
  readonly log: Logger;
  /** Events and rows in one exchange, at most. */
  readonly batch: number;
}

export interface CycleResult {
  /** The last event that central has. */
  readonly sequence: number;
  /** Events that it was sent in this cycle. */
  readonly events: number;
  /** At least so many events and rows has central put aside: it counts in steps of 1,000 for each time it did. */
  readonly putAside: number;
}

/** How often central may stand elsewhere than it was thought to, before the cycle gives up. */
const REPAIRS = 8;
const DEAD_STEP = 1000;

/** A batch as it goes to central. */
interface Prepared {
  readonly batch: SyncBatch;
  readonly request: SyncRequest;
  readonly text: string;
}

export class Cycle {
  readonly #o: CycleOptions;
  /** Halved when something breaks or is not taken, doubled when it went well. */
  #most: number;
  #ended = false;
  /** What is asked of the gateway while central works on the batch before it. */
  #ahead: { readonly place: Place; readonly next: Promise<Prepared | undefined> } | undefined;

  constructor(options: CycleOptions) {
    this.#o = options;
    this.#most = options.batch;
  }

  /** No further batch is begun. */
  end(): void {
    this.#ended = true;
  }

  /** Throws SyncProblem. */
  async run(): Promise<CycleResult> {
    try {
      return await this.#drain();
    } catch (error) {
      throw gatewayProblem(error);
    } finally {
      this.#ahead = undefined;
    }
  }

  async #drain(): Promise<CycleResult> {
    const { gateway } = this.#o;
    let ledger = await gateway.ledger();
    let place = beginning(ledger);
    let result: CycleResult = { sequence: place.after, events: 0, putAside: 0 };
    const handed = new Set<string>();
    for (let repairs = 0; !this.#ended; ) {
      if (repairs > REPAIRS) throw new SyncProblem("no_common_place");
      const prepared = await (this.#takeAhead(place) ?? this.#prepare(place));
      if (prepared?.batch.epoch.id !== ledger.epoch.id) {
        // Another life began meanwhile, or the ledger lacks what central had of it: that shows at its end.
        ledger = await gateway.ledger();
        place = prepared === undefined ? { ...place, after: ledger.head.sequence } : beginning(ledger);
        repairs++;
        continue;
      }
      const { batch } = prepared;
      const answer = await this.#send(prepared);
      if (answer === undefined) continue;
      if (answer.code !== "ok" || !(await agree(gateway, batch, answer))) {
        place = await placeAfter(this.#o, ledger, batch, answer);
        ledger = await gateway.ledger();
        repairs++;
        continue;
      }
      await this.#hand(answer, handed);
      place = { after: answer.last_seq ?? 0, rowsAfter: answer.last_rev ?? 0 };
      const events = result.events + Math.max(0, place.after - batch.after);
      result = { sequence: place.after, events, putAside: Math.ceil((answer.dead ?? 0) / DEAD_STEP) };
      // Less: central was restored from a backup. More: this ledger was, and gives all rows again above that.
      const sameRows = place.rowsAfter === batch.rows.to;
      if (batch.eventsLeft === 0 && !batch.rowsLeft && sameRows) break;
    }
    return result;
  }

  /** Undefined: the ledger has no event there. */
  async #prepare({ after, rowsAfter, unproven }: Place): Promise<Prepared | undefined> {
    try {
      const batch = await this.#o.gateway.batch({ after, rowsAfter, most: this.#most });
      const request = requestOf(batch, unproven);
      return { batch, request, text: encodeRequest(request) };
    } catch (error) {
      if (isRefusal(error, "sync_no_such_event")) return undefined;
      throw error;
    }
  }

  /** From where central will stand if it takes all of this batch. */
  #prepareAhead(batch: SyncBatch): void {
    if (this.#ended || (batch.eventsLeft === 0 && !batch.rowsLeft)) return;
    const place = { after: batch.after + batch.events.length, rowsAfter: batch.rows.to };
    const next = this.#prepare(place);
    // It fails where it is awaited, or nobody wants it any more.
    next.catch(() => {});
    this.#ahead = { place, next };
  }

  #takeAhead({ after, rowsAfter, unproven }: Place): Promise<Prepared | undefined> | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const fits = ahead?.place.after === after && ahead.place.rowsAfter === rowsAfter && unproven !== true;
    return fits ? ahead.next : undefined;
  }

  /** Undefined: to be asked for again, and smaller. */
  async #send({ batch, request, text }: Prepared): Promise<SyncAnswer | undefined> {
    const { central, log } = this.#o;
    try {
      const answering = central.exchange(request, text);
      this.#prepareAhead(batch);
      const answer = await answering;
      this.#most = Math.min(this.#o.batch, this.#most * 2);
      return answer;
    } catch (error) {
      if (!(error instanceof SyncProblem)) throw error;
      const size = sizeOf(batch);
      if (error.cure === "smaller" && size <= 1) {
        const exchange = (part: SyncRequest) => central.exchange(part);
        return await sendApart(request, exchange, (what) =>
          log.error(
            { what, after: batch.after, rowsAfter: batch.rows.after },
            "central does not take it: put aside",
          ),
        );
      }
      // What is too long for a slow line, or for the server's max_allowed_packet, breaks the connection as well.
      this.#most = Math.max(1, Math.min(this.#most, size) >> 1);
      if (error.cure === "smaller" || (error.cure === "other_host" && error.retryAfter === 0))
        return undefined;
      throw error;
    }
  }

  /** Each once in a cycle: central hands them out until it has heard of their end. */
  async #hand({ commands }: SyncAnswer, handed: Set<string>): Promise<void> {
    const fresh = commands.filter(({ id }) => !handed.has(id));
    if (fresh.length === 0) return;
    await this.#o.gateway.commands(fresh.map(commandFor));
    for (const { id } of fresh) handed.add(id);
  }
}

function sizeOf({ events, rows: { site, cabinets, lockers, rentals } }: SyncBatch): number {
  return Math.max(events.length, (site ? 1 : 0) + cabinets.length + lockers.length + rentals.length);
}
