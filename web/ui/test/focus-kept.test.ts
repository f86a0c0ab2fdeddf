import { expect, test } from "vitest";
import { sees, visit } from "./support/browser.ts";

test("a link that has the focus keeps it when the living page takes the place of the first words", async () => {
  const { page, server } = await visit();
  await sees(page, "8 of 8 lockers free");
  const scripts: (() => void)[] = [];
  await page.route("**/*.js", (route) => {
    scripts.push(() => void route.continue());
  });
  await page.goto(`${server.url}/?again`);
  await page.getByRole("link", { name: /^Collect/ }).focus();
  await expect.poll(() => scripts.length).toBe(1);
  for (const go of scripts) go();
  await sees(page, "8 of 8 lockers free");
  expect(await page.evaluate<string>("document.activeElement.getAttribute('href')")).toBe("#/collect");
});
