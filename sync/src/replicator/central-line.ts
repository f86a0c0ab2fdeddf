/**
 * The way to central: one connection, kept between exchanges, to whichever host takes it. An exchange is one call on it,
 * one round trip. What fails is told as a SyncProblem; whether to send again is the caller's decision, but for calls
 * that only were in the way of others.
 */
import { setTimeout as pause } from "node:timers/promises";
import { decodeAnswer, encodeRequest, type SyncAnswer, type SyncRequest } from "../contract/index.ts";
import { type Random, shortBackoff } from "./backoff.ts";
import { classify, classifyAnswer } from "./classify.ts";
import type { DatabaseConnection } from "./database-connection.ts";
import type { Host, Hosts } from "./hosts.ts";
import { type ProblemCode, SyncProblem } from "./problem.ts";

/** What a cycle needs of central. */
export interface Central {
  /**
   * Throws SyncProblem, also for answers that no other request helps against. `text` is the request encoded, where that
   * was done ahead.
   */
  exchange(request: SyncRequest, text?: string): Promise<SyncAnswer>;
  /** host:port of the server that answered last. */
  readonly host: string | undefined;
}

export interface CentralLineOptions {
  readonly hosts: Hosts;
  readonly connect: (host: Host) => Promise<DatabaseConnection>;
  readonly random: Random;
  /** Told when a host fails for another reason than last time, also when another one stands in for it. */
  readonly onHost?: (host: string, problem: SyncProblem) => void;
}

/** 1213 and the like: how often the same call is sent, within 10 s altogether. */
const TRIES = 8;

interface Open {
  readonly host: Host;
  readonly connection: DatabaseConnection;
  /** Has answered: when it breaks, its host is tried once more before it rests. */
  proven: boolean;
}

export class CentralLine implements Central {
  readonly #o: CentralLineOptions;
  #open: Open | undefined;
  #closed = false;
  /** Why hosts failed that have not worked since. */
  readonly #failed = new Map<Host, ProblemCode>();
  #last = new SyncProblem("unreachable");
  host: string | undefined;

  constructor(options: CentralLineOptions) {
    this.#o = options;
  }

  async exchange(request: SyncRequest, text = encodeRequest(request)): Promise<SyncAnswer> {
    for (let failures = 0; ; failures++) {
      try {
        return await this.#call(await this.#connected(), text);
      } catch (error) {
        const problem = classify(error);
        if (problem.cure !== "again") throw problem;
        // Nobody may call it yet, or no more: a person has to look.
        const cure = problem.code === "being_updated" ? "person" : "wait";
        if (failures + 1 >= TRIES) throw problem.met({ cure });
        await pause(shortBackoff(failures, this.#o.random));
      }
    }
  }

  /** Somebody asks for a try now: no host rests any more. */
  wake(): void {
    this.#o.hosts.wake();
  }

  close(): void {
    this.#closed = true;
    this.#open?.connection.destroy();
  }

  async #call(open: Open, text: string): Promise<SyncAnswer> {
    let answer: SyncAnswer;
    try {
      answer = read(await open.connection.call(text));
    } catch (error) {
      const problem = classify(error);
      const useless = problem.cure === "other_host" || problem.cure === "person" || !open.connection.alive;
      throw useless ? this.#drop(open, problem) : problem;
    }
    open.proven = true;
    this.#o.hosts.worked(open.host);
    this.#failed.delete(open.host);
    this.host = nameOf(open.host);
    const refused = classifyAnswer(answer.code);
    if (refused !== undefined) throw refused;
    return answer;
  }

  /** The hosts in order, each at most once. */
  async #connected(): Promise<Open> {
    if (this.#open?.connection.alive === true) return this.#open;
    const { hosts, connect } = this.#o;
    let told: SyncProblem | undefined;
    for (let host = hosts.next(); host !== undefined && !this.#closed; host = hosts.next()) {
      try {
        const connection = await connect(host);
        if (this.#closed) connection.destroy();
        this.#open = { host, connection, proven: false };
        return this.#open;
      } catch (error) {
        const problem = this.#fail(host, error);
        // Of several, what a person can mend is told.
        if (told?.cure !== "person") told = problem;
      }
    }
    this.#last = told ?? this.#last;
    const cure = hosts.hopeless ? "person" : "other_host";
    throw this.#last.met({ cure, retryAfter: hosts.wait() });
  }

  #drop(open: Open, problem: SyncProblem): SyncProblem {
    const { hosts } = this.#o;
    open.connection.destroy();
    if (this.#open === open) this.#open = undefined;
    if (problem.cure === "person" || !open.proven) this.#fail(open.host, problem);
    return problem.met({ retryAfter: hosts.wait() });
  }

  #fail(host: Host, error: unknown): SyncProblem {
    const problem = classify(error);
    this.#o.hosts.failed(host, problem.cure === "person");
    if (this.#failed.get(host) !== problem.code) this.#o.onHost?.(nameOf(host), problem);
    this.#failed.set(host, problem.code);
    return problem;
  }
}

function nameOf({ host, port }: Host): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function read(text: string): SyncAnswer {
  try {
    return decodeAnswer(text);
  } catch {
    throw new SyncProblem("no_central");
  }
}
