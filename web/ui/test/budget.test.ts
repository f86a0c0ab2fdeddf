import { expect, test } from "vitest";
import { sees, visit } from "./support/browser.ts";
import { builtPage } from "./support/built-page.ts";

test("the page weighs at most 30 kB as it is sent", async () => {
  const files = await builtPage();
  const sizes = Array.from(new Set(files.values()), ({ gzip }) => gzip?.length ?? Number.POSITIVE_INFINITY);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(30_000);
});

test("it needs at most four requests, all of them to its own origin, and breaks no rule of the policy", async () => {
  const { page, requests, server } = await visit();
  const broken: string[] = [];
  page.on("console", (message) => broken.push(message.text()));
  page.on("pageerror", (error) => broken.push(error.message));
  await page.reload();
  await sees(page, "8 of 8");
  const loaded = requests.slice(requests.length / 2).filter((address) => !address.startsWith("data:"));
  expect(loaded.length).toBeLessThanOrEqual(4);
  expect(loaded.filter((address) => !address.startsWith(server.url))).toEqual([]);
  expect(broken).toEqual([]);
});
