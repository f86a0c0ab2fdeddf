import { expect, test } from "vitest";
import { press, sees, visit } from "./support/browser.ts";
import { PHONE } from "./support/flows.ts";
import { ScriptedSite } from "./support/scripted-site.ts";

test("a cabinet that cannot be reached is said to be so, with what works, until it is back", async () => {
  const { page, site } = await visit({ at: "#/store" });
  await page.getByRole("button", { name: "Choose one for me" }).waitFor();
  site.change({ link: "down", storing: "unreachable" });
  await sees(page, "This cabinet cannot be reached from here just now.");
  await sees(page, "Its keypad works");
  await sees(page, "Last known state");
  await page.getByRole("button", { name: "Locker 3 free" }).click({ force: true });
  await sees(page, "Storing is not possible here at this moment.");
  expect(page.url()).toMatch(/#\/store$/);

  site.change({ link: "up", storing: "possible" });
  await page.getByText("Last known state").waitFor({ state: "detached" });
  await press(page, "Locker 3 free");
  await sees(page, "Store in locker 3");
});

test("a cabinet that has to be paired first is said to be so", async () => {
  const { page, site } = await visit({ at: "#/store" });
  await page.getByRole("button", { name: "Choose one for me" }).waitFor();
  site.change({ link: "down", storing: "not_paired" });
  await sees(page, "This cabinet is not paired with this site.");
  site.change({ link: "up", storing: "possible" });
  await page.getByText("not paired").waitFor({ state: "detached" });
});

test("a request that does not reach the cabinet can be sent again", async () => {
  const site = new ScriptedSite();
  const { page } = await visit({ site, at: "#/store/front/3" });
  site.refuse("store", "cabinet_unreachable");
  await page.getByLabel("Your phone number").fill(PHONE);
  await press(page, "Open locker 3");
  await page.getByRole("alert").getByText("The cabinet cannot be reached just now.").waitFor();
  await press(page, "Try again");
  await sees(page, "Locker 3 is open");
});
