import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOf, httpRequest, post, sendRaw } from "../support/raw-http.ts";
import { serveMemorySite } from "../support/served-site.ts";
import { serveSyncSite } from "../support/served-sync.ts";

const COLLECT = "/v1/cabinets/hall/lockers/3/collect";
const REQUEST_ID = "6f2b8f5e-38a5-4b7e-9a52-6d1c5a3f0e11";
const GOOD = JSON.stringify({ phone: "0791234567", pin: "0815", requestId: REQUEST_ID });

test.each([
  ["is empty", post(COLLECT, ""), "bad_json"],
  ["is missing with its headers", httpRequest(`POST ${COLLECT}`, {}), "unsupported_media_type"],
  ["is no JSON", post(COLLECT, "phone=0791234567"), "bad_json"],
  ["is cut off JSON", post(COLLECT, GOOD.slice(0, -5)), "bad_json"],
  ["is an array", post(COLLECT, "[]"), "bad_json"],
  ["is null", post(COLLECT, "null"), "bad_json"],
  ["is a text", post(COLLECT, '"0791234567"'), "bad_json"],
  ["is no UTF-8", post(COLLECT, Buffer.from([0x22, 0xc3, 0x28, 0x22])), "bad_json"],
  [
    "is a form",
    post(COLLECT, GOOD, { "Content-Type": "application/x-www-form-urlencoded" }),
    "unsupported_media_type",
  ],
  ["has no type", post(COLLECT, GOOD, { "Content-Type": "" }), "unsupported_media_type"],
  [
    "is in Latin-1",
    post(COLLECT, GOOD, { "Content-Type": "application/json; charset=latin1" }),
    "unsupported_media_type",
  ],
  ["is compressed", post(COLLECT, gzipSync(GOOD), { "Content-Encoding": "gzip" }), "unsupported_media_type"],
  ["is too large", post(COLLECT, JSON.stringify({ phone: "1".repeat(5000) })), "body_too_large"],
  ["lacks a field", post(COLLECT, JSON.stringify({ phone: "0791234567", pin: "0815" })), "bad_request"],
  [
    "has a field of a wrong type",
    post(COLLECT, JSON.stringify({ ...JSON.parse(GOOD), requestId: 5 })),
    "bad_request",
  ],
  ["has a PIN with letters", post(COLLECT, JSON.stringify({ ...JSON.parse(GOOD), pin: "08l5" })), "bad_pin"],
  ["has a PIN as a number", post(COLLECT, JSON.stringify({ ...JSON.parse(GOOD), pin: 4711 })), "bad_pin"],
  [
    "has a phone of 50 digits",
    post(COLLECT, JSON.stringify({ ...JSON.parse(GOOD), phone: "1".repeat(50) })),
    "bad_phone",
  ],
])("a body that %s is refused as such", async (_what, request, code) => {
  const { publicSocket } = await serveMemorySite();
  expect(codeOf(await sendRaw(publicSocket, request))).toBe(code);
});

test("a route may take longer bodies than others do, up to its own limit", async () => {
  const { syncSocket } = await serveSyncSite();
  const body = (bytes: number) => JSON.stringify({ commands: [], more: "x".repeat(bytes) });
  const path = "/v1/sync/commands";
  expect((await sendRaw(syncSocket, post(path, body(500_000), { Connection: "close" }))).status).toBe(200);
  expect(codeOf(await sendRaw(syncSocket, post(path, body(1_100_000))))).toBe("body_too_large");
  expect(codeOf(await sendRaw(syncSocket, post("/v1/sync/places", body(5000))))).toBe("body_too_large");
});

test("a chunked body that turns out too large is refused while it comes", async () => {
  const { publicSocket } = await serveMemorySite();
  const chunk = `1000\r\n${"x".repeat(4096)}\r\n`;
  const headers = { "Content-Type": "application/json", "Transfer-Encoding": "chunked" };
  const answer = await sendRaw(publicSocket, httpRequest(`POST ${COLLECT}`, headers, chunk + chunk));
  expect(codeOf(answer)).toBe("body_too_large");
});

test("a body that ends before its length is answered, and nothing is done or logged", async () => {
  const { publicSocket, logged, site } = await serveMemorySite();
  const cut = post("/v1/cabinets/hall/lockers/3/store", GOOD).subarray(0, -10);
  const answer = await sendRaw(publicSocket, cut, { end: true });
  expect(answer.status).toBe(400);
  expect(site.ledger).toEqual([]);
  expect(logged).toEqual([]);
});

test("a mistake is named by its field and never by its value", async () => {
  const { publicSocket } = await serveMemorySite();
  const body = JSON.stringify({ phone: "0791234567", pin: "9876", requestId: "9876-0791234567" });
  const answer = await sendRaw(publicSocket, post(COLLECT, body));
  expect(JSON.parse(answer.body).error.message).toContain("requestId");
  expect(answer.body).not.toMatch(/9876|0791234567/);
});

test("whatever JSON is sent is answered by a problem of the contract, and the site stays as it was", async () => {
  const { publicSocket, site, logged } = await serveMemorySite();
  const value = fc.dictionary(
    fc.oneof(fc.constantFrom("phone", "pin", "requestId", "__proto__", "constructor"), fc.string()),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(value, async (body) => {
      const answer = await sendRaw(publicSocket, post(COLLECT, JSON.stringify(body)));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 100 },
  );
  expect(site.ledger).toEqual([]);
  expect(logged).toEqual([]);
});

test("whatever bytes are sent as a body, the gateway goes on", async () => {
  const { publicSocket, customer } = await serveMemorySite();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
      const answer = await sendRaw(publicSocket, post(COLLECT, Buffer.from(bytes)));
      expect([400, 413]).toContain(answer.status);
    }),
    { numRuns: 50 },
  );
  expect(await customer.call("health", {})).toEqual({ ok: true, events: 0 });
});
