/** Reads the one kind of body that the API takes: a JSON object, small where nothing else is said, uncompressed, in UTF-8. */
import type { IncomingMessage } from "node:http";
import type { Context } from "koa";
import { HoldfastError } from "../contract/index.ts";

const BODY_LIMIT = 4096;

/** `limit`: bytes. */
export async function readJsonBody(ctx: Context, limit = BODY_LIMIT): Promise<Record<string, unknown>> {
  const { req } = ctx;
  requireJson(ctx);
  // Refused before it is read: a client that says how long it is needs not send it.
  if (Number(req.headers["content-length"] ?? 0) > limit) throw tooLarge(ctx);
  const value = parse(await readAll(req, ctx, limit));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new HoldfastError("bad_json");
  }
  return value as Record<string, unknown>;
}

function requireJson(ctx: Context): void {
  const encoding = ctx.get("Content-Encoding").toLowerCase();
  const charset = ctx.request.charset.toLowerCase();
  const plain = encoding === "" || encoding === "identity";
  if (ctx.is("application/json") !== "application/json" || !plain || (charset && charset !== "utf-8")) {
    throw new HoldfastError("unsupported_media_type");
  }
}

async function readAll(req: IncomingMessage, ctx: Context, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw tooLarge(ctx);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    // The client went away in the middle of its body: there is nobody to answer and nothing to log.
    throw new HoldfastError("bad_json", {}, { cause: error });
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Without its cause: the messages of JSON.parse quote the text, which may hold a PIN.
    throw new HoldfastError("bad_json");
  }
}

function tooLarge(ctx: Context): HoldfastError {
  // The rest of the body is still on its way; closing says that nobody will read it.
  ctx.set("Connection", "close");
  return new HoldfastError("body_too_large");
}
