/** Headers that keep the page to itself, and the check that a change is asked for by the page itself. */
import { HoldfastError } from "@holdfast/gateway/contract";
import helmet from "helmet";
import type { Middleware } from "koa";
import type { InlineHashes } from "./inline-hashes.ts";

export function securityHeaders(frameAncestors: readonly string[], inline: InlineHashes): Middleware {
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The icon of the page is a data: URL, so that it costs no request.
        imgSrc: ["'self'", "data:"],
        styleSrc: ["'self'", ...inline.styles],
        scriptSrc: ["'self'", ...inline.scripts],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: frameAncestors.length === 0 ? ["'none'"] : [...frameAncestors],
      },
    },
    // X-Frame-Options cannot name an origin; browsers that know frame-ancestors do not look at it.
    frameguard: frameAncestors.length === 0 ? { action: "deny" } : false,
    // Over plain HTTP these three do nothing, harm, or make the browser complain.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  return async (ctx, next) => {
    await new Promise<void>((resolve, reject) => {
      apply(ctx.req, ctx.res, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
    await next();
  };
}

/**
 * Browsers name the page that sends a POST. On http://NAME.local they send no Sec-Fetch-Site, so Origin is what there
 * is. Programs that are no browsers send neither and carry nobody's rights.
 */
export const sameOrigin: Middleware = async (ctx, next) => {
  const origin = ctx.get("Origin");
  const safe = ctx.method === "GET" || ctx.method === "HEAD";
  if (!safe && origin !== "" && hostOf(origin) !== ctx.host.toLowerCase())
    throw new HoldfastError("wrong_origin");
  await next();
};

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
