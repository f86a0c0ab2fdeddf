import { expect, test } from "vitest";
import { heading, press, sees, visit } from "./support/browser.ts";
import { PHONE, store, toPin, tryPin } from "./support/flows.ts";
import { ScriptedSite } from "./support/scripted-site.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const idsOf = (site: ScriptedSite, wanted: "store" | "collect"): string[] =>
  site.asked.filter(({ route }) => route === wanted).map(({ body }) => String(body["requestId"]));

test("an attempt whose answer was lost is repeated under the same id", async () => {
  const { page, site, server } = await visit();
  server.loseAnswer("store");
  await store(page);
  await page.getByRole("alert").getByText("The lockers did not answer.").waitFor();
  // It was carried out: the locker is held now, and this page may still see its attempt through.
  expect(await page.getByLabel("Your phone number").inputValue()).toBe(PHONE);
  await press(page, "Try again");
  await heading(page, "Locker 3 is open");
  const ids = site.asked
    .filter(({ route }) => route === "store")
    .map(({ body }) => String(body["requestId"]));
  expect(ids[0]).toMatch(UUID);
  expect(ids[1]).toBe(ids[0]);
});

test("an attempt with a known outcome is over: the next one has another id", async () => {
  const site = new ScriptedSite();
  site.locker(3).state = "held";
  const { page } = await visit({ site });
  await toPin(page);
  site.refuse("collect", "door_failed");
  await tryPin(page);
  await sees(page, "The door did not open.");
  await tryPin(page);
  await heading(page, "Locker 3 is open");
  const ids = idsOf(site, "collect");
  expect(new Set(ids).size).toBe(2);
});

test("an attempt of which the cabinet twice does not know the outcome is begun anew", async () => {
  const { page, site } = await visit();
  for (const _ of [1, 2]) site.refuse("store", "result_unknown");
  await store(page);
  await sees(page, "Look at the door before you try again.");
  const again = page.waitForResponse("**/store");
  await press(page, "Try again");
  await again;
  await press(page, "Try again");
  await heading(page, "Locker 3 is open");
  const ids = idsOf(site, "store");
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});
