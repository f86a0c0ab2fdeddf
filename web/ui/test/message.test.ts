import { expect, test } from "vitest";
import { heading, sees, visit } from "./support/browser.ts";
import { stored } from "./support/flows.ts";

test("a message that failed can be sent again after its wait, and the page says that the old PIN dies", async () => {
  const { page, site } = await visit({ virtualTime: true });
  await stored(page);
  await sees(page, "The old PIN then stops working at once.");
  site.message("failed", 20);
  await sees(page, "The message to the number ending in 67 could not be sent.");
  const again = page.getByRole("button", { name: /^Send again in 0:(20|19)/ });
  await again.press("Enter");
  expect(site.asked.map(({ route }) => route)).not.toContain("resend");

  site.message("failed");
  await page.clock.fastForward(21_000);
  await page.getByRole("button", { name: "Send again", exact: true }).click();
  await page
    .getByRole("status")
    .getByText("A new PIN is on its way. The old one no longer works.")
    .waitFor({ state: "attached" });
  await sees(page, "Your PIN is on its way");
  await page.getByRole("button", { name: /^Send again in 0:(30|29)/ }).waitFor();
});

test("a new message asked for too early counts the wait down", async () => {
  const { page, site } = await visit();
  await stored(page);
  site.message("sent");
  await sees(page, "Your PIN was sent");
  site.refuse("resend", "resend_too_soon", { retryAfter: 45 });
  await page.getByRole("button", { name: "Send again", exact: true }).click();
  await page.getByRole("alert").getByText("The last message was just sent.").waitFor();
  await page.getByRole("button", { name: /^Send again in 0:4/ }).waitFor();
});

test("once the message is sent the page asks no more", async () => {
  const { page, site } = await visit({ virtualTime: true });
  await stored(page);
  site.message("sent");
  await sees(page, "Your PIN was sent");
  site.set(3, { door: "closed" });
  await heading(page, "Locker 3 is yours");
  // Each of the two changes may still ask once.
  await page.clock.runFor(20_000);
  const asked = () => site.asked.filter(({ route }) => route === "receipt").length;
  const before = asked();
  await page.clock.runFor(60_000);
  expect(asked()).toBe(before);
});
