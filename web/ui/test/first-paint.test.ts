import { expect, test } from "vitest";
import { heading, sees, visit } from "./support/browser.ts";

test("the page can be read before its script has come, and stays as it is when it comes", async () => {
  const before = await visit({ javaScriptEnabled: false });
  await heading(before.page, "Store or collect?");
  const words = before.page.locator(".choices strong, .choices span");
  const place = await before.page.locator(".choices").boundingBox();

  const { page } = await visit();
  await sees(page, "8 of 8 lockers free");
  const living = await page.locator(".choices strong, .choices span").allTextContents();
  expect(living.map((text) => text.replace("8 of 8 lockers free", "\u00a0"))).toEqual(
    await words.allTextContents(),
  );
  expect(await page.locator(".choices").boundingBox()).toEqual(place);
});
