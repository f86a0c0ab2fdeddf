/** `npm run bench -- page`: what the customer's page costs the person's phone. */
import { once } from "node:events";
import { createServer } from "node:http";
import { launchChromium } from "@holdfast/dev";
import type { Browser, CDPSession } from "playwright-core";
import { type Figure, figure } from "./figure.ts";
import { median } from "./median.ts";
import { startSite } from "./site-under-test.ts";

/** A phone of the cheaper kind, as Lighthouse counts it. */
const CPU_SLOWDOWN = 6;
/** A throttled paint waits for the next frame, which scatters single loads widely: many, in turn, and their medians. */
const PAIRS = 31;

interface Load {
  /** First contentful paint, ms. */
  paint: number;
  requests: number;
  /** As they crossed the wire, bytes. */
  bytes: number;
}

async function countTraffic(session: CDPSession): Promise<{ requests: number; bytes: number }> {
  const seen = { requests: 0, bytes: 0 };
  await session.send("Network.enable");
  session.on("Network.requestWillBeSent", (event) => {
    if (!event.request.url.startsWith("data:")) seen.requests++;
  });
  // Headers and body as they crossed the wire; the live stream has not finished and counts nothing.
  session.on("Network.loadingFinished", (event) => {
    seen.bytes += event.encodedDataLength;
  });
  return seen;
}

/** Loads a page in a fresh profile, until `ready` is on it. */
async function load(browser: Browser, url: string, ready: string): Promise<Load> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    // What a phone gets from a plain address of the LAN: browsers take brotli over HTTPS only.
    extraHTTPHeaders: { "accept-encoding": "gzip" },
  });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const traffic = await countTraffic(session);
    await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
    await page.goto(url);
    await page.waitForSelector(ready);
    // As text: this runs in the browser, whose types this package does not have.
    const paint = await page.evaluate<number>(
      `new Promise((resolve) => new PerformanceObserver((list) => {
         for (const entry of list.getEntriesByName("first-contentful-paint")) resolve(entry.startTime);
       }).observe({ type: "paint", buffered: true }))`,
    );
    return { paint, ...traffic };
  } finally {
    await context.close();
  }
}

async function serveEmptyPage(): Promise<{ url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end("<!doctype html><html lang=en><title>empty</title><p id=ready>Lockers</p></html>");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function* page(): AsyncIterable<Figure> {
  const site = await startSite();
  const empty = await serveEmptyPage();
  const browser = await launchChromium();
  try {
    const pairs: { ours: Load; empty: Load }[] = [];
    for (let i = 0; i < PAIRS + 1; i++) {
      pairs.push({
        ours: await load(browser, site.url, "text=/lockers free/"),
        empty: await load(browser, empty.url, "#ready"),
      });
    }
    // The first pair warms up the browser and the servers.
    pairs.shift();
    const first = pairs[0]?.ours as Load;
    yield figure("page.customer_gzip", first.bytes / 1000, "kB", { atMost: 30 });
    yield figure(
      "page.customer_requests",
      first.requests,
      "requests",
      { atMost: 4 },
      { value: 1, of: "one document" },
    );
    const paint = (side: "ours" | "empty") => median(pairs.map((pair) => pair[side].paint));
    const ratio = paint("ours") / paint("empty");
    yield figure(
      "page.customer_paint_ratio",
      ratio,
      "x",
      { atMost: 1.6 },
      { value: 1, of: "an empty page in the same run" },
    );
  } finally {
    await browser.close();
    empty.close();
    await site.close();
  }
}
