/** The demonstration as a process, and its panel in a browser. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { freePort, launchChromium } from "../../src/index.ts";

const START = fileURLToPath(new URL("../../dist/start.js", import.meta.url));
const URL_WITHIN = 30_000;

export const HOLDFAST = fileURLToPath(new URL("../../../gateway/dist/cli/holdfast.js", import.meta.url));

/** Starts the demonstration as `npm start` does; resolves with the URL that it prints. */
export async function startDemonstration(): Promise<{ process: ChildProcess; url: string; data: string }> {
  const data = mkdtempSync(join(tmpdir(), "holdfast-start-"));
  const child = spawn(process.execPath, [START, "--data", data, "--port", String(await freePort(0))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    if (child.exitCode === null) {
      child.kill("SIGINT");
      await once(child, "exit");
    }
    rmSync(data, { recursive: true, force: true });
  });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no URL was printed")), URL_WITHIN);
    child.once("exit", (code) => reject(new Error(`it ended with ${code} before a URL was printed`)));
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const found = /Open (http:\S+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  return { process: child, url, data };
}

export async function openPanel(url: string): Promise<Page> {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}
