/** What happens to a request, in order. Bodies and addresses are never logged: they hold phone numbers, PINs, receipts. */
import { CUSTOMER_ROUTES } from "@holdfast/gateway/contract";
import { mountRoutes, problems } from "@holdfast/gateway/http";
import type { Logger } from "@holdfast/gateway/log";
import Router from "@koa/router";
import Koa, { type Middleware } from "koa";
import { proxyAnswers } from "./api.ts";
import type { WebSection } from "./configuration.ts";
import type { CustomerClient } from "./customer-client.ts";
import { inlineHashes } from "./inline-hashes.ts";
import type { LiveFanout } from "./live-fanout.ts";
import { RateLimit } from "./rate-limits.ts";
import { sameOrigin, securityHeaders } from "./security.ts";
import { staticFiles } from "./static-files.ts";

export interface AppOptions {
  web: WebSection;
  client: CustomerClient;
  live: LiveFanout;
  log: Logger;
  /** Folder of the built page. */
  page: string;
}

export function createApp({ web, client, live, log, page }: AppOptions): Koa {
  const app = new Koa();
  const router = new Router({ prefix: "/api", strict: true, sensitive: true });
  const doors = new RateLimit(web.door_requests_a_minute, 60);
  mountRoutes(router, CUSTOMER_ROUTES, proxyAnswers(client, live, doors));
  app
    .use(securityHeaders(web.frame_ancestors, inlineHashes(page)))
    .use(problems(log))
    .use(limitRate(new RateLimit(web.requests_a_second, 1)))
    .use(sameOrigin)
    .use(unstored)
    .use(router.routes())
    .use(outsideOfApi(staticFiles(page)));
  app.on("error", (error: Error) => log.debug({ err: error }, "connection broke"));
  return app;
}

function limitRate(limit: RateLimit): Middleware {
  return async (ctx, next) => {
    await limit.take(ctx.ip);
    await next();
  };
}

/** Answers of the API are of the moment, and some are of one person. */
const unstored: Middleware = async (ctx, next) => {
  if (isApi(ctx.path)) ctx.set("Cache-Control", "no-store");
  await next();
};

function outsideOfApi(serve: Middleware): Middleware {
  return (ctx, next) => (isApi(ctx.path) ? next() : serve(ctx, next));
}

function isApi(path: string): boolean {
  return path === "/api" || path.startsWith("/api/");
}
