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
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const closed = once(child, "close");
  const says = async (words: string) => {
    while (!said.includes(words)) await once(child.stdout, "data");
  };
  await says("Waiting for the service button");
  await page.getByRole("switch", { name: /Service button/ }).click();
  await says("Check code");
  await page.getByRole("button", { name: /^#/ }).click();
  const [code] = await closed;
  expect(said).toMatch(/Check code: \d{6}\n/);
  expect(said).toMatch(/front is paired\./);
  expect(code).toBe(0);
  await customer.getByText("8 of 8 lockers free").waitFor();
  expect(readFileSync(join(data, "keys/front.key"), "utf8")).not.toBe(before);
});
