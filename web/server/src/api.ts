/** The customer's routes, answered by the gateway: what web adds is a bound, never a right. */
import type { GatewayClient } from "@holdfast/gateway/client";
import { type AnswerName, ROUTES, type RouteInput, type RouteName } from "@holdfast/gateway/contract";
import type { Answers } from "@holdfast/gateway/http";
import type { Context } from "koa";
import type { LiveFanout } from "./live-fanout.ts";
import type { RateLimit } from "./rate-limits.ts";

/** Routes that move a door or send a message. */
const DOOR_ROUTES: ReadonlySet<RouteName> = new Set(["store", "collect", "resend"]);

export function proxyAnswers(client: GatewayClient, live: LiveFanout, doors: RateLimit): Answers {
  const proxy = (name: AnswerName) => async (input: RouteInput<AnswerName>, ctx: Context) => {
    if (DOOR_ROUTES.has(name)) await doors.take(ctx.ip);
    return client.call(name, input);
  };
  const proxies = (Object.keys(ROUTES) as RouteName[])
    .filter((name): name is AnswerName => ROUTES[name].audience === "customer" && "response" in ROUTES[name])
    .map((name) => [name, proxy(name)]);
  return { ...Object.fromEntries(proxies), live: (_input, ctx) => live.join(ctx) };
}
