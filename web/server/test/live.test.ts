import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { serveMemorySite, temporaryFolder } from "../../../gateway/test/support/served-site.ts";
import { openEvents, rawGet, serveWeb } from "./served-web.ts";

/** Opens a live stream once web has heard of the gateway, and reads its first event. */
async function openLive(url: string) {
  return vi.waitFor(async () => {
    const events = await openEvents(`${url}/api/v1/live`);
    const first = await events.next();
    if (first.kind !== "state") events.close();
    expect(first.kind).toBe("state");
    return { ...events, first };
  });
}

test("every browser gets the whole state first and then each change, over one stream from the gateway", async () => {
  const { gateway, url } = await serveWeb();
  const browsers = [await openLive(url), await openLive(url)];
  expect(browsers[0]?.first).toMatchObject({ data: { site: "Test", cabinets: [{ id: "hall" }] } });
  expect(gateway.site.listeners).toBe(1);
  gateway.site.change("hall", { storing: "paused" });
  for (const browser of browsers) {
    expect(await browser.next()).toMatchObject({ kind: "cabinet", data: { storing: "paused" } });
  }
  // One that comes later sees what is, not what was.
  expect((await openLive(url)).first).toMatchObject({ data: { cabinets: [{ storing: "paused" }] } });
});

test("a browser hears that the gateway is gone, and gets the whole state when it is back", async () => {
  const { gateway, url } = await serveWeb();
  const browser = await openLive(url);
  await gateway.close();
  expect(await browser.next()).toEqual({ kind: "gateway", data: { reachable: false } });
  await serveMemorySite({ publicSocket: gateway.publicSocket });
  expect(await browser.next()).toEqual({ kind: "gateway", data: { reachable: true } });
  expect(await browser.next()).toMatchObject({ kind: "state" });
});

test("without a gateway browsers are told so at once, and requests get a problem", async () => {
  const { url, port } = await serveWeb({ socketPath: join(temporaryFolder(), "none.sock") });
  const browser = await openEvents(`${url}/api/v1/live`);
  expect(await browser.next()).toEqual({ kind: "gateway", data: { reachable: false } });
  const { status, body } = await rawGet(port, "/api/v1/state");
  expect(status).toBe(503);
  expect(JSON.parse(String(body))).toMatchObject({ error: { code: "gateway_unreachable", retryable: true } });
  expect((await rawGet(port, "/")).status).toBe(200);
});

test("one browser too many is refused with a time to wait", async () => {
  const { url, port } = await serveWeb({ streamLimits: { streams: 1, buffered: 65_536, heartbeat: 15_000 } });
  await openLive(url);
  const { status, headers } = await rawGet(port, "/api/v1/live");
  expect(status).toBe(503);
  expect(headers["retry-after"]).toBe("5");
});
