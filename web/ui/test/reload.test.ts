import { expect, test } from "vitest";
import { follow, heading, press, sees, visit } from "./support/browser.ts";
import { PHONE, stored, tryPin } from "./support/flows.ts";
import { PIN } from "./support/scripted-site.ts";

const SAVED = "JSON.stringify({ ...sessionStorage, ...localStorage })";

test("a reload keeps receipt and visit, and nothing that opens a door is stored", async () => {
  const { page, site } = await visit();
  await stored(page);
  site.set(3, { door: "closed" });
  await page.reload();
  await heading(page, "Locker 3 is yours");
  site.message("sent");
  await sees(page, "Your PIN was sent");

  await follow(page, "Open it again with the PIN");
  await page.getByLabel("Your phone number").fill(PHONE);
  await tryPin(page);
  await heading(page, "Locker 3 is open");
  const saved = await page.evaluate<string>(SAVED);
  expect(saved).toContain("receipt");
  expect(saved).not.toContain(PIN);
  expect(saved.replace(/\D/g, "")).not.toContain(PHONE.replace(/\D/g, ""));
  await page.reload();
  await press(page, /^Finish/);
  await heading(page, "Thank you");
  await follow(page, "To the start");
  await sees(page, "8 of 8");
  expect(await page.getByText("Stored from here").count()).toBe(0);
});

test("a receipt ends with its rental", async () => {
  const { page, site } = await visit();
  await stored(page);
  site.refuse("receipt", "no_such_receipt");
  site.set(3, { state: "free", door: "closed" });
  await sees(page, "This rental has ended");
});

test("what an address names and nobody knows leads back to the start", async () => {
  const { page } = await visit({ at: "#/stored/front/3" });
  await sees(page, "This rental has ended, or it was not begun on this page.");
  await page.goto(`${page.url().split("#")[0]}#/nonsense/x/y`);
  await heading(page, "Store or collect?");
});
