import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { heading, sees, visit } from "./support/browser.ts";
import { PHONE } from "./support/flows.ts";
import { PIN } from "./support/scripted-site.ts";

const FOCUSED = `(() => {
  const at = document.activeElement;
  return (at.labels?.[0]?.textContent || at.textContent).trim();
})()`;

/** Goes on with Tab until the focus is where the name says. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 30; tabs += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate<string>(FOCUSED)).startsWith(name)) return;
  }
  throw new Error(`Tab never comes to ${name}`);
}

/** The new screen has the focus on its heading. */
async function arrives(page: Page, title: string): Promise<void> {
  await heading(page, title);
  await expect.poll(() => page.evaluate<string>(FOCUSED)).toBe(title);
}

test("storing and collecting need no pointer, and each screen takes the focus to its heading", async () => {
  const { page } = await visit();
  await sees(page, "8 of 8 lockers free");
  await tabTo(page, "Store");
  await page.keyboard.press("Enter");
  await arrives(page, "Choose a free locker");
  await tabTo(page, "Locker 2 Free");
  await page.keyboard.press("Space");
  await arrives(page, "Store in locker 2");
  await tabTo(page, "Your phone number");
  await page.keyboard.type(PHONE);
  await page.keyboard.press("Enter");
  await arrives(page, "Locker 2 is open");
  await tabTo(page, "Open it again with the PIN");
  await page.keyboard.press("Enter");
  await arrives(page, "Collect from locker 2");
  await tabTo(page, "Your phone number");
  await page.keyboard.type(PHONE);
  await tabTo(page, "PIN");
  await page.keyboard.type(PIN);
  await page.keyboard.press("Enter");
  await arrives(page, "Locker 2 is open");
  await tabTo(page, "Finish");
  await page.keyboard.press("Enter");
  await arrives(page, "Thank you");
});

test("only lockers that can be chosen are stops of the Tab key", async () => {
  const { page, site } = await visit({ at: "#/store" });
  await page.getByRole("button", { name: "Locker 1 free" }).waitFor();
  for (const number of [1, 2, 3]) site.set(number, { state: "held" });
  await page.getByRole("button", { name: "Locker 3 in use" }).waitFor();
  await page.getByRole("button", { name: "Choose one for me" }).focus();
  await page.keyboard.press("Tab");
  expect(await page.evaluate<string>(FOCUSED)).toBe("Locker 4 Free");
});
