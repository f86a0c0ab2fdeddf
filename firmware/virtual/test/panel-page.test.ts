import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { launchChromium } from "@holdfast/dev";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { readReleaseHex, VirtualCabinet } from "../src/index.ts";
import { paired } from "./support/paired.ts";
import { panelFor } from "./support/panel.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const CUSTOMER =
  '<!doctype html><html lang="en"><title>Customer</title><main><h1>Customer</h1><input aria-label="Phone"></main>';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function customerPage(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(CUSTOMER);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function visit(options: { width?: number; colorScheme?: "light" | "dark" } = {}) {
  const cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: paired(), seed: 3 });
  cabinet.runFor(2000);
  const { panel, gateway } = await panelFor(cabinet, await customerPage());
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1440, height: 900 },
    colorScheme: options.colorScheme ?? "light",
  });
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(panel.url);
  await page.locator(".door").first().waitFor();
  return { cabinet, gateway, page, panel, problems, requests };
}

async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page, which its content security policy forbids.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run({ iframes: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

test("one stores at the keypad with the mouse and the keyboard, and shuts the door with a click", async () => {
  const { cabinet, page, problems } = await visit();
  await page.getByRole("button", { name: "A", exact: true }).click();
  await page.keyboard.type("0791234567", { delay: 60 });
  await page.keyboard.press("Enter", { delay: 60 });
  await page.keyboard.press("Enter", { delay: 60 });
  for (let time = 0; time < 2; time++) {
    await page.keyboard.type("4711", { delay: 60 });
    await page.keyboard.press("Enter", { delay: 60 });
  }
  const door = page.getByRole("button", { name: /Locker 1\s*, open\. *Push shut/ });
  // A door that is pushed shut while its lock is powered springs open again.
  await expect.poll(() => cabinet.locks.supplyOn).toBe(false);
  await door.click();
  await page.getByRole("button", { name: /Locker 1\s*, shut/ }).waitFor();
  expect(cabinet.relayLog).toHaveLength(1);
  expect(problems).toEqual([]);
});

test("the pixels on the page are those of the display", async () => {
  const { cabinet, page } = await visit();
  await page.waitForFunction(() => document.getElementById("screen-text")?.textContent?.includes("Store"));
  const lit = await page.evaluate(() => {
    const canvas = document.getElementById("oled");
    if (!(canvas instanceof HTMLCanvasElement)) return [];
    const scale = canvas.width / 128;
    const context = canvas.getContext("2d");
    return Array.from({ length: 128 * 64 }, (_, index) => {
      const at = [(index % 128) * scale, Math.floor(index / 128) * scale].map(Math.floor);
      return (context?.getImageData(at[0] ?? 0, at[1] ?? 0, 1, 1).data[0] ?? 0) > 60;
    });
  });
  const { pixels } = cabinet.oled;
  expect(lit).toEqual(
    Array.from({ length: 128 * 64 }, (_, index) => {
      const [x, y] = [index % 128, Math.floor(index / 128)];
      return (((pixels[(y >> 3) * 128 + x] ?? 0) >> (y & 7)) & 1) === 1;
    }),
  );
});

test("typing on the customer's page does not reach the keypad", async () => {
  const { cabinet, page } = await visit();
  const [before] = cabinet.oled.text();
  const input = page.frameLocator("#frame").getByLabel("Phone");
  await input.fill("");
  await input.pressSequentially("A079", { delay: 60 });
  expect(await input.inputValue()).toBe("A079");
  expect(cabinet.oled.text()[0]).toBe(before);
});

test("a message appears on the phone with its PIN, newest last", async () => {
  const { page, panel } = await visit();
  for (const text of ["Locker 1: your PIN is 4711.", "Locker 2: your PIN is 190381."])
    await fetch(`${panel.url}sms`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ to: "+41791234567", text }),
    });
  await page.getByRole("button", { name: "Copy the PIN 190381" }).waitFor();
  expect(await page.locator("#messages .text").allTextContents()).toEqual([
    "Locker 1: your PIN is 4711.",
    "Locker 2: your PIN is 190381.",
  ]);
});

test("the gateway, the power and the SMS service are switched on the page", async () => {
  const { cabinet, gateway, page } = await visit();
  await page.getByRole("switch", { name: /^Gateway/ }).click();
  await page.getByText("stopped, the keypad goes on").waitFor();
  expect(gateway.current).toBe("stopped");
  await page.getByRole("switch", { name: /^Power/ }).click();
  await page.getByText("cut: locks stay shut").waitFor();
  expect(cabinet.powered).toBe(false);
  await page.getByLabel("refuses").check();
  await page.getByRole("switch", { name: /^Power/ }).click();
  await page.getByRole("switch", { name: /^Power/, checked: true }).waitFor();
  expect(await page.getByLabel("refuses").isChecked()).toBe(true);
});

test("the service button is held and let go with the keyboard, and the display follows", async () => {
  const { cabinet, page } = await visit();
  const display = page.locator("#screen-text");
  const button = page.getByRole("switch", { name: /^Service button/ });
  await button.focus();
  await page.keyboard.press("Space");
  await display.getByText("Pairing").waitFor({ state: "attached" });
  expect(cabinet.switches.servicePressed).toBe(true);
  await page.getByText("held down").waitFor();
  await page.keyboard.press("Space");
  await display.getByText("A Store").waitFor({ state: "attached" });
  expect(cabinet.switches.servicePressed).toBe(false);
});

test("the page says when the cabinet is gone", async () => {
  const { page, panel } = await visit();
  await panel.close();
  await page.getByText("The virtual cabinet does not answer").waitFor();
});

test("nothing is asked of the internet", async () => {
  const { requests } = await visit();
  expect(requests.every((url) => new URL(url).hostname === "127.0.0.1")).toBe(true);
});

test.each([
  [1440, "light"],
  [1440, "dark"],
  [390, "light"],
  [390, "dark"],
] as const)("axe finds nothing at %i pixels, %s", async (width, colorScheme) => {
  const { cabinet, page } = await visit({ width, colorScheme });
  cabinet.doors[1]?.springOpen();
  await page.getByRole("button", { name: /Locker 2\s*, open/ }).waitFor();
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState === "finished"),
  );
  expect(await violations(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
