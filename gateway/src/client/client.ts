/** Routes of the gateway's API as typed functions, over one of its Unix sockets. */
import type { z } from "zod";
import {
  type AnswerName,
  HoldfastError,
  type Route,
  type RouteAnswer,
  type RouteInput,
  type RouteTable,
  type StreamName,
} from "../contract/index.ts";
import { send, toHoldfastError } from "./exchange.ts";
import { BACKOFF, type Backoff, type Follower, follow } from "./follow.ts";
import { pathOf } from "./path.ts";
import { fromProblem } from "./problem.ts";
import { readJson } from "./read-json.ts";

export interface ClientOptions {
  socketPath: string;
  /** Milliseconds for one answer. Longer than a command to a controller may take. */
  timeout?: number;
  /** Requests at the same time; more are refused as `overloaded`. */
  inFlight?: number;
  backoff?: Backoff;
}

/** A process that speaks for one audience takes its routes alone, so that those of the others are not even in memory. */
export class RoutesClient<Routes extends RouteTable> {
  readonly #routes: Routes;
  readonly #socketPath: string;
  readonly #timeout: number;
  readonly #inFlightLimit: number;
  readonly #backoff: Backoff;
  /** What runs; close() ends it. A set, since AbortSignal.any() on a signal that lives long leaks on Node 20. */
  readonly #running = new Set<AbortController>();
  #inFlight = 0;

  constructor(
    routes: Routes,
    { socketPath, timeout = 20_000, inFlight = 64, backoff = BACKOFF }: ClientOptions,
  ) {
    this.#routes = routes;
    this.#socketPath = socketPath;
    this.#timeout = timeout;
    this.#inFlightLimit = inFlight;
    this.#backoff = backoff;
  }

  async call<Name extends AnswerName & keyof Routes>(
    name: Name,
    input: RouteInput<Name>,
  ): Promise<RouteAnswer<Name>> {
    if (this.#inFlight >= this.#inFlightLimit) throw new HoldfastError("overloaded", { retryAfter: 2 });
    this.#inFlight += 1;
    try {
      const route = this.#routes[name] as Route & { response: z.ZodType };
      const parsed = route.response.safeParse(await this.#exchange(route, input as Input));
      if (parsed.success) return parsed.data as RouteAnswer<Name>;
      throw new HoldfastError("internal", { detail: "The gateway speaks another version of the contract." });
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Follows a stream until the returned function or close() is called; `input` is asked at each connection. */
  follow<Name extends StreamName & keyof Routes>(
    name: Name,
    input: () => RouteInput<Name>,
    follower: Follower<Name>,
  ): () => void {
    const controller = this.#run();
    const route = this.#routes[name] as Route & { events: Record<string, z.ZodType> };
    void follow({
      socketPath: this.#socketPath,
      path: () => pathOf(route, input() as Input),
      events: route.events,
      follower,
      backoff: this.#backoff,
      signal: controller.signal,
    });
    return () => this.#end(controller);
  }

  /** Ends all streams and requests. */
  close(): void {
    for (const controller of this.#running) this.#end(controller);
  }

  async #exchange(route: Route, input: Input): Promise<unknown> {
    const method = route.method.toUpperCase();
    const controller = this.#run();
    const timer = setTimeout(() => controller.abort(), this.#timeout);
    try {
      const response = await send({
        socketPath: this.#socketPath,
        method,
        path: pathOf(route, input),
        body: input.body,
        idle: this.#timeout,
        signal: controller.signal,
      });
      const value = await readJson(response);
      if (response.statusCode === 200) return value;
      throw fromProblem(value);
    } catch (error) {
      throw toHoldfastError(error as Error, method);
    } finally {
      clearTimeout(timer);
      this.#running.delete(controller);
    }
  }

  #run(): AbortController {
    const controller = new AbortController();
    this.#running.add(controller);
    return controller;
  }

  #end(controller: AbortController): void {
    this.#running.delete(controller);
    controller.abort();
  }
}

interface Input {
  params?: Readonly<Record<string, string | number>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
}
