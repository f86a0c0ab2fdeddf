import { expect, test } from "vitest";
import { follow, heading, press, visit } from "./support/browser.ts";
import { PHONE } from "./support/flows.ts";
import { cabinetOf, ScriptedSite } from "./support/scripted-site.ts";

test("where there are several cabinets one is chosen first", async () => {
  const site = new ScriptedSite(cabinetOf("front", "Front hall"), cabinetOf("back", "Back yard", 4));
  const { page } = await visit({ site });
  await follow(page, /^Store/);
  await heading(page, "Which cabinet?");
  await follow(page, /^Back yard/);
  await press(page, "Locker 4 free");
  await page.getByLabel("Your phone number").fill(PHONE);
  await press(page, "Open locker 4");
  await heading(page, "Locker 4 is open");
  expect(site.locker(4, "back").state).toBe("held");
  expect(site.locker(4, "front").state).toBe("free");
});
