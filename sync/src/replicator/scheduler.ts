/** One cycle at a time: by the schedule, when the gateway asks for it, and after a failure when its wait is over. */
import type { Clock } from "@holdfast/gateway/clock";
import { backoff, type Random, slowBackoff } from "./backoff.ts";
import { SyncProblem } from "./problem.ts";

/** `schedule`, `command` and `open` do not shorten the wait after a failure; who asks for it does. */
export type Why = "schedule" | "command" | "open" | "asked" | "retry";

export interface SchedulerOptions {
  /** Throws SyncProblem. */
  readonly run: () => Promise<void>;
  /** Told before the wait. */
  readonly onFailure: (problem: SyncProblem, waitMs: number) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
}

export class Scheduler {
  readonly #o: SchedulerOptions;
  #running = false;
  /** Somebody asked for a cycle while one ran, which may have been too early for what he wanted. */
  #again: Why | undefined;
  #failures = 0;
  #problem: SyncProblem | undefined;
  #cancel = () => {};
  #closed = false;

  constructor(options: SchedulerOptions) {
    this.#o = options;
  }

  /** Whether a cycle begins now. */
  request(why: Why): boolean {
    if (this.#closed) return false;
    if (this.#running) {
      if (why !== "schedule") this.#again = why;
      return false;
    }
    if (this.#problem !== undefined && why !== "asked" && why !== "retry") return false;
    this.#cancel();
    this.#running = true;
    void this.#run();
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  async #run(): Promise<void> {
    const { run, onFailure, clock, random } = this.#o;
    try {
      await run();
      this.#failures = 0;
      this.#problem = undefined;
    } catch (error) {
      // What nobody foresaw ends the process, which is started again.
      if (!(error instanceof SyncProblem)) throw error;
      if (this.#closed) return;
      const wait = waitAfter(error, this.#failures++, random);
      this.#problem = error;
      this.#cancel = clock.after(wait, () => this.request("retry"));
      await onFailure(error, wait);
    } finally {
      this.#running = false;
    }
    const again = this.#again;
    this.#again = undefined;
    if (again !== undefined) this.request(again);
  }
}

function waitAfter(problem: SyncProblem, failures: number, random: Random): number {
  if (problem.cure === "person") return problem.retryAfter ?? slowBackoff(random);
  // A millisecond for timers that come early.
  return problem.retryAfter ? problem.retryAfter + 1 : backoff(failures, random);
}
