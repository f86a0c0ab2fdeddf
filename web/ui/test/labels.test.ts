import { expect, test } from "vitest";
import { follow, heading, press, sees, visit } from "./support/browser.ts";
import { PHONE } from "./support/flows.ts";
import { cabinetOf, ScriptedSite } from "./support/scripted-site.ts";

const OVERHANG = "document.documentElement.scrollWidth - innerWidth";
/** Words that stick out of the door that they stand on. */
const OUT_OF_DOORS = `[...document.querySelectorAll(".locker *")]
  .filter((part) => {
    const door = part.closest(".locker").getBoundingClientRect();
    const box = part.getBoundingClientRect();
    return !part.closest(".unseen") && (box.right > door.right || box.bottom > door.bottom);
  })
  .map((part) => part.outerHTML)`;

test("a locker is called by its number and its label, from the drawing to the end", async () => {
  const { page, site } = await visit();
  site.set(3, { label: "Post room" });
  await follow(page, /^Store/);
  await press(page, "Locker 3 Post room Free");
  await heading(page, "Store in locker 3, Post room");
  await page.getByLabel("Your phone number").fill(PHONE);
  await press(page, "Open locker 3, Post room");
  await heading(page, "Locker 3, Post room, is open");
  site.set(3, { door: "closed" });
  await heading(page, "Locker 3, Post room, is yours");
  await sees(page, "Locker 3, Post room, is closed and locked.");
  await follow(page, "Done");
  await sees(page, "Locker 3, Post room");

  await follow(page, /^Collect/);
  await press(page, "Locker 3 Post room In use");
  await heading(page, "Collect from locker 3, Post room");
  await page.getByLabel("Your phone number").fill(PHONE);
  await page.getByLabel("PIN", { exact: true }).fill("4711");
  await press(page, "Open locker 3, Post room");
  await heading(page, "Locker 3, Post room, is open");
  await press(page, /^Finish/);
  await sees(page, "Locker 3, Post room, is free again.");
  await sees(page, "The door of locker 3, Post room, is still open.");
});

test("a label that comes and goes is shown at once, also in what is refused", async () => {
  const { page, site } = await visit({ at: "#/store" });
  site.set(2, { state: "held", label: "Deliveries" });
  await page.getByRole("button", { name: "Locker 2 Deliveries In use" }).click({ force: true });
  await sees(page, "Locker 2, Deliveries, is not free: in use.");
  delete site.locker(2).label;
  site.change({});
  await page.getByRole("button", { name: "Locker 2 In use" }).waitFor();
});

test.each([8, 32])("the longest labels break nothing at 320 pixels with %i lockers", async (lockers) => {
  const site = new ScriptedSite(cabinetOf("front", "Front", lockers));
  for (const { number } of site.cabinet().lockers) {
    site.locker(number).label = number % 2 ? "W".repeat(20) : "Postfach Überlingen 1";
  }
  const { page } = await visit({ viewport: { width: 320, height: 640 }, site, at: "#/store" });
  const button = page.getByRole("button", { name: "Locker 3 WWWW" });
  await button.waitFor();
  const wrong: string[] = [];
  const look = async () => {
    if ((await page.evaluate<number>(OVERHANG)) > 0) wrong.push(`${page.url()} is too wide`);
    wrong.push(...(await page.evaluate<string[]>(OUT_OF_DOORS)));
  };
  await look();
  await button.click();
  await page.getByLabel("Your phone number").fill(PHONE);
  await look();
  await press(page, /^Open locker 3/);
  await page.getByRole("heading", { name: /is open$/ }).waitFor();
  await look();
  site.set(3, { door: "closed" });
  await follow(page, "Open it again with the PIN");
  await page.getByRole("heading", { name: /^Collect from locker 3/ }).waitFor();
  await look();
  expect(wrong).toEqual([]);
});
