import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HOLDFAST, openPanel, startDemonstration } from "./support/demonstration.ts";

test("the demonstration is paired by itself, with keys that only their owner can read", async () => {
  const { data } = await startDemonstration();
  expect(readFileSync(join(data, "keys/front.key"), "utf8")).toMatch(/^[0-9a-f]{32}\n$/);
  expect(statSync(join(data, "keys/front.key")).mode & 0o777).toBe(0o600);
  expect(statSync(join(data, "controller.eeprom")).mode & 0o777).toBe(0o600);
});

test("it is paired again with the service button of the panel", async () => {
  const { url, data } = await startDemonstration();
  const page = await openPanel(url);
  const customer = page.frameLocator("iframe");
  await customer.getByText("8 of 8 lockers free").waitFor();
  const before = readFileSync(join(data, "keys/front.key"), "utf8");

  const args = [HOLDFAST, "pair", "front", "--yes", "--socket", join(data, "operator.sock")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  const waits = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Waiting for the service button")) resolve();
    });
  });
  await waits;
  await page.getByRole("switch", { name: /Service button/ }).click();
  const [code] = await once(child, "close");
  expect(said).toMatch(/Check code: \d{6}\n/);
  expect(said).toMatch(/front is paired\./);
  expect(code).toBe(0);
  await customer.getByText("8 of 8 lockers free").waitFor();
  expect(readFileSync(join(data, "keys/front.key"), "utf8")).not.toBe(before);
});
