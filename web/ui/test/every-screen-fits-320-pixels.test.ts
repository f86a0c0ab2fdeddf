import { expect, test } from "vitest";
import { visit } from "./support/browser.ts";
import { cabinetOf, ScriptedSite } from "./support/scripted-site.ts";
import { tour } from "./support/tour.ts";

const NARROW = { viewport: { width: 320, height: 640 } };
const OVERHANG = "document.documentElement.scrollWidth - innerWidth";
/** WCAG 2.2, 2.5.8 asks for 24; links inside of a sentence are exempt. */
const SMALL_TARGETS = `[...document.querySelectorAll("a, button, input, summary")]
  .filter((target) => !target.closest("p"))
  .filter((target) => { const box = target.getBoundingClientRect(); return box.width > 0 && box.height < 44; })
  .map((target) => target.outerHTML)`;

test("no screen scrolls sideways, and every target has the height of a thumb", async () => {
  const visitor = await visit(NARROW);
  const wrong: string[] = [];
  await tour(visitor, async (screen) => {
    if ((await visitor.page.evaluate<number>(OVERHANG)) > 0) wrong.push(`${screen} is too wide`);
    for (const html of await visitor.page.evaluate<string[]>(SMALL_TARGETS)) wrong.push(`${screen}: ${html}`);
  });
  expect(wrong).toEqual([]);
});

test("a cabinet of 32 lockers scrolls inside of its frame", async () => {
  const site = new ScriptedSite(cabinetOf("front", "Front", 32));
  const { page } = await visit({ ...NARROW, site, at: "#/store" });
  await page.getByRole("button", { name: "Locker 32 free" }).focus();
  expect(await page.evaluate<number>(OVERHANG)).toBeLessThanOrEqual(0);
});
