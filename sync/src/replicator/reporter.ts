/** Tells the gateway how sync is, for whoever looks there, and the log when that changes. */
import type { Clock } from "@holdfast/gateway/clock";
import type { SyncReport } from "@holdfast/gateway/contract";
import type { Logger } from "@holdfast/gateway/log";
import type { Gateway } from "./gateway.ts";
import type { SyncProblem } from "./problem.ts";

export interface ReporterOptions {
  readonly gateway: Pick<Gateway, "report">;
  readonly clock: Clock;
  readonly log: Logger;
  /** host:port of the database that answered last. */
  readonly host: () => string | undefined;
}

export class Reporter {
  readonly #o: ReporterOptions;
  #last: Omit<SyncReport, "nextIn"> | undefined;
  /** Monotonic; of the next try after a failure. */
  #nextAt: number | undefined;
  #putAside: number | undefined;

  constructor(options: ReporterOptions) {
    this.#o = options;
  }

  /** In a few words, for systemd. */
  get state(): string {
    const { state, error } = this.#last ?? { state: "starting" };
    return error === undefined ? `${state}` : `${state}: ${error.code}`;
  }

  worked(events: number, sequence: number, putAside: number): Promise<void> {
    const { log, host } = this.#o;
    const news = { host: host(), events, sequence };
    if (this.#last?.state === "ok") log.debug(news, "synced");
    else log.info(news, "central has everything");
    if (putAside > (this.#putAside ?? putAside)) {
      log.warn({ putAside }, "central put aside what it could not store: see event_dead there");
    }
    this.#putAside = putAside;
    this.#nextAt = undefined;
    return this.#tell({ state: "ok" });
  }

  failed(problem: SyncProblem, waitMs: number): Promise<void> {
    const { clock, log, host } = this.#o;
    const { code, message, hint } = problem;
    const stopped = problem.cure === "person";
    const news = { code, host: host(), hint, seconds: Math.round(waitMs / 1000) };
    if (this.#last?.error?.code === code) log.debug(news, message);
    else log[stopped ? "error" : "warn"](news, message);
    this.#nextAt = clock.monotonic() + waitMs;
    return this.#tell({ state: stopped ? "stopped" : "retrying", error: { code, message, hint } });
  }

  /** The same again, so that the gateway knows that we live. */
  async repeat(): Promise<void> {
    if (this.#last !== undefined) await this.#send(this.#last);
  }

  #tell(news: Pick<SyncReport, "state" | "error">): Promise<void> {
    const host = this.#o.host();
    const putAside = this.#putAside;
    this.#last = {
      ...news,
      ...(host !== undefined && { host }),
      ...(putAside !== undefined && { putAside }),
    };
    return this.#send(this.#last);
  }

  async #send(report: SyncReport): Promise<void> {
    const { gateway, clock, log } = this.#o;
    const wait = this.#nextAt === undefined ? undefined : Math.max(0, this.#nextAt - clock.monotonic());
    try {
      await gateway.report({ ...report, ...(wait !== undefined && { nextIn: Math.ceil(wait / 1000) }) });
    } catch (error) {
      // A gateway that is away is told by the cycle itself.
      log.debug({ err: error }, "the gateway did not take the report");
    }
  }
}
