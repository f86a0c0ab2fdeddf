/** Every failure of a request leaves here as a JSON problem; what nobody foresaw is logged here, once. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Context, Middleware } from "koa";
import type { Logger } from "pino";
import { HoldfastError } from "../contract/index.ts";

export function problems(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.respond !== false && ctx.status === 404 && !ctx.body) throw missing(ctx);
    } catch (error) {
      const problem = toHoldfastError(error, ctx, log);
      // A stream that has begun cannot say why it ends.
      if (ctx.headerSent) ctx.res.destroy();
      else answerProblem(ctx, problem);
    }
  };
}

export function answerProblem(ctx: Context, error: HoldfastError): void {
  const { retryAfter } = error.figures;
  ctx.status = error.status;
  ctx.body = error.toProblem();
  if (retryAfter !== undefined) ctx.set("Retry-After", String(retryAfter));
}

function missing(ctx: Context): HoldfastError {
  const layers = ctx["matched"] as readonly { methods: readonly string[] }[] | undefined;
  const allowed = new Set(layers?.flatMap(({ methods }) => methods));
  if (allowed.size === 0) return new HoldfastError("not_found");
  ctx.set("Allow", [...allowed].join(", "));
  return new HoldfastError("method_not_allowed");
}

function toHoldfastError(error: unknown, ctx: Context, log: Logger): HoldfastError {
  if (error instanceof HoldfastError) {
    if (error.code === "internal") log.error({ err: error }, "request failed");
    return error;
  }
  // The route, not the address: that may hold a receipt.
  log.error({ err: error, method: ctx.method, route: ctx["_matchedRoute"] }, "request failed");
  return new HoldfastError("internal", {}, { cause: error });
}

/** Answers what never became a request: no HTTP, too large headers, or too slow. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const problem = clientProblem(error.code);
  const body = JSON.stringify(problem.toProblem());
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nConnection: close\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  socket.destroySoon();
}

function clientProblem(code: string | undefined): HoldfastError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new HoldfastError("request_timeout");
  if (code === "HPE_HEADER_OVERFLOW")
    return new HoldfastError("bad_request", { detail: "Headers too large." });
  return new HoldfastError("bad_request", { detail: "This is no HTTP." });
}
