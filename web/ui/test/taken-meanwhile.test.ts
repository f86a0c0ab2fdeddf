import { test } from "vitest";
import { follow, heading, press, sees, visit } from "./support/browser.ts";
import { PHONE } from "./support/flows.ts";

test("a locker that somebody else took while one typed is said to be taken", async () => {
  const { page, site } = await visit({ at: "#/store/front/3" });
  await heading(page, "Store in locker 3");
  site.set(3, { state: "held" });
  await sees(page, "This locker is not free any more.");
  await follow(page, "Choose another locker");
  await heading(page, "Choose a free locker");
});

test("a locker that was taken at the last moment leads to another one", async () => {
  const { page, site } = await visit({ at: "#/store/front/3" });
  site.refuse("store", "locker_held");
  await page.getByLabel("Your phone number").fill(PHONE);
  await press(page, "Open locker 3");
  await sees(page, "This locker is taken.");
  await follow(page, "Choose another locker");
  await heading(page, "Choose a free locker");
});
