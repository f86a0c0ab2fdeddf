import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { rawGet, SCRIPT, serveWeb } from "./served-web.ts";

const ASSET = "/assets/index-abc123.js";

test("the page is never stored, its hashed assets for ever", async () => {
  const { port } = await serveWeb();
  const page = await rawGet(port, "/");
  expect(page).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  const asset = await rawGet(port, ASSET);
  expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(asset.headers["content-type"]).toMatch(/javascript/);
  expect(asset.body.toString()).toBe(SCRIPT);
});

test.each([
  ["br, gzip", "br", brotliDecompressSync],
  ["gzip, deflate, br", "br", brotliDecompressSync],
  ["gzip", "gzip", gunzipSync],
  ["gzip, br;q=0", "gzip", gunzipSync],
  ["identity", undefined, (body: Buffer) => body],
])("a browser that takes %s gets %s", async (accepted, encoding, decode) => {
  const { port } = await serveWeb();
  const { headers, body } = await rawGet(port, ASSET, { "Accept-Encoding": accepted });
  expect(headers["content-encoding"]).toBe(encoding);
  expect(headers["vary"]).toBe("Accept-Encoding");
  expect(decode(body).toString()).toBe(SCRIPT);
});

test("what a browser has already is not sent again", async () => {
  const { port } = await serveWeb();
  const { headers } = await rawGet(port, ASSET);
  const again = await rawGet(port, ASSET, { "If-None-Match": String(headers["etag"]) });
  expect(again).toMatchObject({ status: 304 });
  expect(again.body).toHaveLength(0);
});

test.each([
  ["/../package.json"],
  ["/assets/../../../package.json"],
  ["/assets/%2e%2e/%2e%2e/package.json"],
  ["/assets"],
  ["/assets/"],
  ["/assets/index-abc123.js.gz"],
  ["/nothing.js"],
  ["/%00"],
])("%s is nothing", async (path) => {
  const { port } = await serveWeb();
  const { status, body } = await rawGet(port, path);
  expect(status).toBe(404);
  expect(JSON.parse(body.toString())).toMatchObject({ error: { code: "not_found" } });
});

test("a person who follows an old link is led to the page", async () => {
  const { port } = await serveWeb();
  const { status, headers } = await rawGet(port, "/lockers/5", { Accept: "text/html,*/*;q=0.8" });
  expect(status).toBe(302);
  expect(headers["location"]).toBe("/");
});

test("under /api even a browser gets a problem", async () => {
  const { port } = await serveWeb();
  const { status, body } = await rawGet(port, "/api/v2", { Accept: "text/html,*/*;q=0.8" });
  expect(status).toBe(404);
  expect(JSON.parse(body.toString())).toMatchObject({ error: { code: "not_found" } });
});
