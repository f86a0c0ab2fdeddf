import { expect, test } from "vitest";
import { follow, heading, press, visit } from "./support/browser.ts";
import { stored } from "./support/flows.ts";

test("the browser's back and the page's Back go the same way", async () => {
  const { page } = await visit();
  await follow(page, /^Store/);
  await press(page, "Locker 3 free");
  await heading(page, "Store in locker 3");
  await page.goBack();
  await heading(page, "Choose a free locker");
  await follow(page, "Back");
  await heading(page, "Store or collect?");
  await page.goForward();
  await heading(page, "Choose a free locker");
});

test("nobody goes back into a form that was sent", async () => {
  const { page } = await visit();
  await stored(page);
  await page.goBack();
  await heading(page, "Choose a free locker");
  expect(page.url()).toMatch(/#\/store$/);
});
