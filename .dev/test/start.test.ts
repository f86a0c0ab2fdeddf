import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openPanel, startDemonstration } from "./support/demonstration.ts";

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
