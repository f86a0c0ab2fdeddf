/** Follows a stream for as long as it is wanted: a connection that ends or falls silent is made again. */
import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { HoldfastError, type StreamEvent, type StreamName } from "../contract/index.ts";
import { EventParser } from "./event-parser.ts";
import { type Exchange, send, toHoldfastError } from "./exchange.ts";
import { fromProblem } from "./problem.ts";
import { readJson } from "./read-json.ts";

export interface Follower<Name extends StreamName> {
  event(event: StreamEvent<Name>): void;
  /** The stream ended and is tried again after a while; called once until it is up again. */
  down?(error: HoldfastError): void;
  up?(): void;
}

export interface Backoff {
  first: number;
  longest: number;
}

export const BACKOFF: Backoff = { first: 250, longest: 5000 };

/** Two heartbeats of the gateway and some more. */
const SILENCE = 40_000;

export interface FollowOptions<Name extends StreamName> {
  socketPath: string;
  /** Asked at each connection, so that a stream can go on where it ended. */
  path: () => string;
  /** The schemas of the events by kind. */
  events: Readonly<Record<string, z.ZodType>>;
  follower: Follower<Name>;
  backoff: Backoff;
  signal: AbortSignal;
}

export async function follow<Name extends StreamName>(options: FollowOptions<Name>): Promise<void> {
  const { follower, backoff, signal } = options;
  let wait = backoff.first;
  let up: boolean | undefined;
  while (!signal.aborted) {
    try {
      await readOnce(options, () => {
        wait = backoff.first;
        up = true;
        follower.up?.();
      });
    } catch (error) {
      if (signal.aborted) return;
      if (up !== false) follower.down?.(toHoldfastError(error as Error, "GET"));
      up = false;
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, backoff.longest);
  }
}

/** Resolves never: a stream has no end but a failure. */
async function readOnce<Name extends StreamName>(
  options: FollowOptions<Name>,
  up: () => void,
): Promise<never> {
  const { socketPath, signal } = options;
  const exchange: Exchange = { socketPath, method: "GET", path: options.path(), idle: SILENCE, signal };
  const response = await send(exchange);
  if (response.statusCode !== 200) throw fromProblem(await readJson(response));
  up();
  await readEvents(response, options);
  throw new HoldfastError("gateway_unreachable");
}

async function readEvents<Name extends StreamName>(
  response: IncomingMessage,
  { events, follower }: FollowOptions<Name>,
): Promise<void> {
  const parser = new EventParser();
  response.setEncoding("utf8");
  for await (const text of response as AsyncIterable<string>) {
    for (const { kind, data } of parser.push(text)) {
      // Kinds of a newer gateway are not for us.
      const schema = Object.hasOwn(events, kind) ? events[kind] : undefined;
      if (schema === undefined) continue;
      follower.event({ kind, data: schema.parse(JSON.parse(data)) } as StreamEvent<Name>);
    }
  }
}

/** With jitter, so that many clients of a gateway that came back do not come all at once. */
async function pause(wait: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, wait * (0.75 + Math.random() / 4));
    signal.addEventListener("abort", end, { once: true });
  });
}
