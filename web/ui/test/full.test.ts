import { test } from "vitest";
import { press, sees, visit } from "./support/browser.ts";
import { ScriptedSite } from "./support/scripted-site.ts";

test("a full cabinet says so, and offers a locker as soon as one becomes free", async () => {
  const site = new ScriptedSite();
  for (const locker of site.cabinet().lockers) locker.state = "held";
  site.cabinet().storing = "full";
  const { page } = await visit({ site, at: "#/store" });
  await page.getByRole("status").getByText("All lockers are taken.").waitFor();
  await page.getByRole("button", { name: "Choose one for me" }).waitFor({ state: "detached" });
  site.cabinet().storing = "possible";
  site.set(8, { state: "free" });
  await page.getByText("All lockers are taken.").waitFor({ state: "detached" });
  await press(page, "Choose one for me");
  await sees(page, "Store in locker 8");
});

test("paused storing is told apart from a full cabinet", async () => {
  const site = new ScriptedSite();
  site.cabinet().storing = "paused";
  const { page } = await visit({ site, at: "#/store" });
  await sees(page, "Storing is paused.");
  await sees(page, "Collecting works.");
});
