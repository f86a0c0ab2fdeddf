import { expect, test } from "vitest";
import { press, visit } from "./support/browser.ts";
import { ScriptedSite } from "./support/scripted-site.ts";

test("the page chooses a free locker for whoever does not mind", async () => {
  const site = new ScriptedSite();
  for (const locker of site.cabinet().lockers) locker.state = locker.number === 6 ? "free" : "held";
  const { page } = await visit({ site, at: "#/store" });
  await press(page, "Choose one for me");
  await expect.poll(() => page.url()).toMatch(/#\/store\/front\/6$/);
});

test("a locker that is not free says so when it is tapped", async () => {
  const site = new ScriptedSite();
  site.locker(4).state = "out_of_service";
  const { page } = await visit({ site, at: "#/store" });
  await page.getByRole("button", { name: "Locker 4 out of service" }).click({ force: true });
  await page.getByRole("status").getByText("Locker 4 is not free: out of service.").waitFor();
  expect(page.url()).toMatch(/#\/store$/);
});
