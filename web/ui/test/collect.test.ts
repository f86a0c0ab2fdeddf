import { expect, test } from "vitest";
import { heading, press, sees, visit } from "./support/browser.ts";
import { PHONE, toPin, tryPin } from "./support/flows.ts";
import { PIN, ScriptedSite } from "./support/scripted-site.ts";

function withHeldLocker(): ScriptedSite {
  const site = new ScriptedSite();
  site.locker(3).state = "held";
  return site;
}

test("collecting opens the locker, and finishing frees it", async () => {
  const { page, site } = await visit({ site: withHeldLocker() });
  await toPin(page);
  await tryPin(page);
  await heading(page, "Locker 3 is open");
  expect(site.asked.find(({ route }) => route === "collect")?.body).toMatchObject({ phone: PHONE, pin: PIN });
  await press(page, /^Finish/);
  await heading(page, "Thank you");
  await sees(page, "The door of locker 3 is still open.");
  expect(site.locker(3).state).toBe("free");
  site.set(3, { door: "closed" });
  await page.getByText("is still open").waitFor({ state: "detached" });
});

test("keeping leaves the locker to its owner", async () => {
  const { page, site } = await visit({ site: withHeldLocker() });
  await toPin(page);
  await tryPin(page);
  await press(page, /^Keep/);
  await heading(page, "See you soon");
  expect(site.locker(3).state).toBe("held");
});

test("the number of the locker can be typed", async () => {
  const { page } = await visit({ site: withHeldLocker(), at: "#/collect" });
  const number = page.getByLabel("Locker number");
  await number.fill("9");
  await press(page, "Next");
  await sees(page, "There is no locker 9 here.");
  await number.fill("4");
  await press(page, "Next");
  await sees(page, "Locker 4 is free: nothing is stored in it.");
  await number.fill("3");
  await press(page, "Next");
  await heading(page, "Collect from locker 3");
});

test("the PIN is masked until its owner wants to see it", async () => {
  const { page } = await visit({ site: withHeldLocker(), at: "#/collect/front/3" });
  const pin = page.getByLabel("PIN", { exact: true });
  await pin.fill(PIN);
  expect(await pin.getAttribute("type")).toBe("password");
  expect(await pin.getAttribute("inputmode")).toBe("numeric");
  expect(await pin.getAttribute("autocomplete")).toBe("one-time-code");
  await press(page, "Show PIN");
  expect(await pin.getAttribute("type")).toBe("text");
  expect(await pin.inputValue()).toBe(PIN);
});

test("a PIN with letters is not sent", async () => {
  const { page, site } = await visit({ site: withHeldLocker() });
  await toPin(page);
  await tryPin(page, "47a1");
  await sees(page, "A PIN has 4 to 8 digits.");
  expect(site.asked.map(({ route }) => route)).not.toContain("collect");
});
