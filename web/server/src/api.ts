/** The customer's routes, answered by the gateway: what web adds is a bound, never a right. */
import { type AnswerName, CUSTOMER_ROUTES, type RouteInput } from "@holdfast/gateway/contract";
import type { Answers } from "@holdfast/gateway/http";
import type { Context } from "koa";
import type { CustomerClient } from "./customer-client.ts";
import type { LiveFanout } from "./live-fanout.ts";
import type { RateLimit } from "./rate-limits.ts";

type CustomerRoute = keyof typeof CUSTOMER_ROUTES;
type CustomerAnswer = AnswerName & CustomerRoute;
type CustomerAnswers = Answers<typeof CUSTOMER_ROUTES>;

/** Routes that move a door or send a message. */
const DOOR_ROUTES: ReadonlySet<CustomerAnswer> = new Set(["store", "collect", "resend"]);

export function proxyAnswers(client: CustomerClient, live: LiveFanout, doors: RateLimit): CustomerAnswers {
  const proxy = (name: CustomerAnswer) => async (input: RouteInput<CustomerAnswer>, ctx: Context) => {
    if (DOOR_ROUTES.has(name)) await doors.take(ctx.ip);
    return client.call(name, input);
  };
  const proxies = (Object.keys(CUSTOMER_ROUTES) as CustomerRoute[])
    .filter((name): name is CustomerAnswer => "response" in CUSTOMER_ROUTES[name])
    .map((name) => [name, proxy(name)]);
  return { ...Object.fromEntries(proxies), live: (_input, ctx) => live.join(ctx) };
}
