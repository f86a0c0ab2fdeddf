import { expect, test } from "vitest";
import { heading, press, sees, visit } from "./support/browser.ts";
import { toPin, tryPin } from "./support/flows.ts";
import { ScriptedSite } from "./support/scripted-site.ts";

test("a door that did not open is opened again with one tap, for a short while", async () => {
  const site = new ScriptedSite();
  site.locker(3).state = "held";
  const { page } = await visit({ site, virtualTime: true });
  await toPin(page);
  await tryPin(page);
  await heading(page, "Locker 3 is open");
  await page.getByText("The door did not open").click();
  await press(page, "Open again");
  await page.getByText("Locker 3 was opened again.").waitFor({ state: "attached" });
  expect(site.asked.filter(({ route }) => route === "collect")).toHaveLength(2);

  await page.clock.fastForward("02:01");
  await press(page, "Open again");
  await heading(page, "Collect from locker 3");
  expect(await page.getByLabel("PIN", { exact: true }).inputValue()).toBe("");
});

test("a visit that is over leads to the PIN", async () => {
  const site = new ScriptedSite();
  site.locker(3).state = "held";
  const { page } = await visit({ site });
  await toPin(page);
  await tryPin(page);
  site.refuse("finish", "visit_over");
  await press(page, /^Finish/);
  await sees(page, "This locker is no longer open for you.");
});
