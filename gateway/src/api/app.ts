/** A Koa application that answers routes of the contract and describes them at /openapi.json. */
import Router from "@koa/router";
import Koa from "koa";
import type { Logger } from "pino";
import { ROUTES, type Route } from "../contract/index.ts";
import type { Answers } from "../http/mount-routes.ts";
import { mountRoutes } from "../http/mount-routes.ts";
import { problems } from "../http/problems.ts";

export function createApp(answers: Answers, audiences: readonly Route["audience"][], log: Logger): Koa {
  const app = new Koa();
  const router = new Router({ strict: true, sensitive: true });
  mountRoutes(router, ROUTES, answers);
  router.get("/openapi.json", async (ctx) => {
    // Rarely asked for, so neither its code nor its text is in memory before.
    const { describeApi } = await import("./openapi.ts");
    ctx.body = describeApi(audiences);
  });
  app.use(problems(log)).use(router.routes());
  // Errors that are left are those of connections that broke while they were written to.
  app.on("error", (error: Error) => log.debug({ err: error }, "connection broke"));
  return app;
}
