import type { IncomingMessage, ServerResponse } from "node:http";
import type { PageFile } from "./files.ts";
import type { Guard } from "./guard.ts";
import type { SmsService } from "./sms.ts";

const BODY_LIMIT = 4096;

export interface HttpParts {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly guard: Guard;
  readonly sms: SmsService;
  readonly frameOrigin: string;
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  json(response, status, { code, message });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** Undefined when the body is longer than anything the panel takes. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > BODY_LIMIT) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function takeSms(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!parts.guard.allowsOrigin(request)) return fail(response, 403, "bad_origin", "Not from another page.");
  const type = request.headers["content-type"]?.split(";")[0]?.trim();
  if (type !== "application/json") return fail(response, 415, "bad_type", "Send application/json.");
  const body = await read(request);
  if (body === undefined) return fail(response, 413, "too_long", `At most ${BODY_LIMIT} bytes.`);
  const answer = await parts.sms.receive(parse(body));
  if (answer === undefined) response.destroy();
  else json(response, answer.status, answer.body);
}

function sendFile(
  file: PageFile,
  frameOrigin: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    "content-type": file.type,
    "content-length": file.body.length,
    "cache-control": "no-cache",
    "content-security-policy": `default-src 'self'; frame-src ${frameOrigin}; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
  });
  response.end(request.method === "HEAD" ? undefined : file.body);
}

/** Answers everything but the WebSocket. */
export async function answerHttp(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!parts.guard.allowsHost(request))
    return fail(response, 421, "bad_host", "Open the panel by localhost or 127.0.0.1.");
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/sms") {
    if (request.method === "POST") return takeSms(parts, request, response);
    return fail(response, 405, "bad_method", "POST messages here.");
  }
  const file = parts.files.get(path);
  if (file === undefined) return fail(response, 404, "not_found", "There is no such page.");
  if (request.method !== "GET" && request.method !== "HEAD")
    return fail(response, 405, "bad_method", "Only GET and HEAD.");
  return sendFile(file, parts.frameOrigin, request, response);
}
