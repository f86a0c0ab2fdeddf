import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { freePort, launchChromium } from "../src/index.ts";

const START = fileURLToPath(new URL("../dist/start.js", import.meta.url));
const URL_WITHIN = 30_000;

/** Starts the demonstration as `npm start` does; resolves with the URL that it prints. */
async function startDemonstration(): Promise<{ process: ChildProcess; url: string }> {
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
  return { process: child, url };
}

async function openPanel(url: string): Promise<Page> {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}

/** Processes that were started by this one, by /proc/PID/task/PID/children of proc(5). */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("npm start shows cabinet, page and phone behind one URL, and Ctrl-C ends everything", async () => {
  const demonstration = await startDemonstration();
  const page = await openPanel(demonstration.url);
  const customer = page.frameLocator("iframe");

  await customer.getByRole("link", { name: /^Store/ }).click();
  await customer.getByRole("button", { name: "Locker 2 free" }).click();
  await customer.getByLabel("Your phone number").fill("079 123 45 67");
  await customer.getByRole("button", { name: "Open locker 2" }).click();
  await customer.getByRole("heading", { name: "Locker 2 is open" }).waitFor();
  await page
    .getByText(/locker 2 is yours. PIN \d{4}/)
    .first()
    .waitFor();

  const pids = childrenOf(demonstration.process.pid as number);
  expect(pids).toHaveLength(3);
  demonstration.process.kill("SIGINT");
  const [code] = await once(demonstration.process, "exit");
  expect(code).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);
});

test("the gateway is stopped and started again with the panel's button", async () => {
  const { url } = await startDemonstration();
  const page = await openPanel(url);
  const customer = page.frameLocator("iframe");
  const button = page.getByRole("switch", { name: /Gateway/ });

  await customer.getByText("8 of 8 lockers free").waitFor();
  await button.click();
  await page.getByText("stopped").first().waitFor();
  await customer
    .getByText(/not|cannot|offline/i)
    .first()
    .waitFor();
  await button.click();
  await page.getByText("running").first().waitFor();
  await customer.getByText("8 of 8 lockers free").waitFor();
});
