/** A person's browser at a scripted site. Everything it opens is closed when the test ends. */
import { launchChromium } from "@holdfast/dev";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, onTestFinished } from "vitest";
import { ScriptedSite } from "./scripted-site.ts";
import { TestServer } from "./test-server.ts";

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

export interface Visitor {
  page: Page;
  site: ScriptedSite;
  server: TestServer;
  /** Every address that the page asked for. */
  requests: string[];
}

interface VisitOptions extends BrowserContextOptions {
  site?: ScriptedSite;
  /** Time stands still until the test moves it with page.clock. */
  virtualTime?: boolean;
  at?: string;
}

export async function visit(options: VisitOptions = {}): Promise<Visitor> {
  const { site = new ScriptedSite(), virtualTime = false, at = "", ...context } = options;
  const server = await TestServer.start(site);
  onTestFinished(() => server.close());
  browser ??= launchChromium();
  const opened = await (await browser).newContext({
    viewport: { width: 390, height: 844 },
    reducedMotion: "reduce",
    ...context,
  });
  onTestFinished(() => opened.close());
  const page = await opened.newPage();
  page.setDefaultTimeout(10_000);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  if (virtualTime) await page.clock.install();
  await page.goto(`${server.url}/${at}`);
  return { page, site, server, requests };
}

export const sees = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor();

export const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { name, level: 1, exact: true }).waitFor();

export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name }).click();

export const follow = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("link", { name }).click();
