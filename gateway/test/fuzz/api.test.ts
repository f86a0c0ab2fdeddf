/**
 * A minute of requests of all kinds to every route, over the real sockets to a whole site with its ledger. fast-check
 * prints seed and path of what it finds.
 */
import { request } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { serveSite } from "../../src/api/serve.ts";
import { ERRORS, type ErrorCode } from "../../src/contract/errors.ts";
import { ROUTES, type Route } from "../../src/contract/routes.ts";
import { Problem } from "../../src/contract/schemas.ts";
import { newOrderKey } from "../../src/open-order.ts";
import { startSyncSite } from "../support/sync-site.ts";
import { temporaryFolder } from "../support/test-site.ts";
import { type AnyRequest, anyRequest, SECRET } from "./any-request.ts";

const FUZZ_S = 60;
/** Of the site's own time, in milliseconds: whatever takes longer hangs. */
const ANSWER_MS = 600_000;
/** May be answered by every route. */
const COMMON: readonly ErrorCode[] = [
  "bad_request",
  "bad_json",
  "unsupported_media_type",
  "body_too_large",
  "not_found",
  "method_not_allowed",
  "too_many_requests",
  "overloaded",
];

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** A stream is left as soon as it begins. */
function send(socketPath: string, { method, path, headers, body }: AnyRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path, headers, agent: false }, (response) => {
      const answer = { status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "" };
      if (answer.type.startsWith("text/event-stream")) {
        response.destroy();
        resolve({ ...answer, text: "" });
        return;
      }
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ ...answer, text }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** What is asked by another method may be another route. */
function routeOf({ name, method }: AnyRequest): Route | undefined {
  const routes: Route[] = Object.values(ROUTES);
  const asked = method === "HEAD" ? "get" : method.toLowerCase();
  return routes.find((other) => other.path === ROUTES[name].path && other.method === asked);
}

function check(asked: AnyRequest, { status, type, text }: Answer): void {
  const route = routeOf(asked);
  if (status < 400) {
    if (asked.method === "OPTIONS") return;
    expect(route).toBeDefined();
    if (route?.audience !== "customer") expect(asked.socket).toBe(route?.audience);
    return;
  }
  expect(text).not.toContain(SECRET);
  if (asked.method === "HEAD") return;
  expect(type).toContain("application/json");
  const { error } = Problem.parse(JSON.parse(text));
  const code = error.code as ErrorCode;
  expect([...COMMON, ...(route?.errors ?? [])]).toContain(code);
  expect(status).toBe(ERRORS[code].status);
}

test(
  "whatever is asked, every route answers in time, as the contract says, and no mistake is echoed",
  async () => {
    const logged: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });
    const test = await startSyncSite({ open_key: newOrderKey().publicKey }, { log });
    const folder = temporaryFolder();
    const sockets = {
      publicSocket: join(folder, "gateway.sock"),
      operatorSocket: join(folder, "operator.sock"),
      syncSocket: join(folder, "sync.sock"),
    };
    const { close } = await serveSite({ site: test.site, log, ...sockets });
    onTestFinished(close);
    const socketOf = {
      customer: sockets.publicSocket,
      operator: sockets.operatorSocket,
      sync: sockets.syncSocket,
    };
    await fc.assert(
      fc.asyncProperty(anyRequest, async (asked) => {
        let answer: Answer | undefined;
        let failure: unknown;
        send(socketOf[asked.socket], asked).then(
          (got) => {
            answer = got;
          },
          (error: unknown) => {
            failure = error;
          },
        );
        await test.clock.until(() => answer !== undefined || failure !== undefined, ANSWER_MS);
        if (answer === undefined) throw failure;
        check(asked, answer);
        expect(logged.splice(0).join("")).not.toContain(SECRET);
      }),
      { interruptAfterTimeLimit: FUZZ_S * 1000, numRuns: Number.MAX_SAFE_INTEGER },
    );
  },
  (FUZZ_S + 120) * 1000,
);
