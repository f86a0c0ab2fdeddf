import { expect, test } from "vitest";
import { heading, sees, visit } from "./support/browser.ts";
import { toPin, tryPin } from "./support/flows.ts";
import { ScriptedSite } from "./support/scripted-site.ts";

function withHeldLocker(): ScriptedSite {
  const site = new ScriptedSite();
  site.locker(3).state = "held";
  return site;
}

test("a wrong PIN says how many tries are left and empties the field", async () => {
  const { page } = await visit({ site: withHeldLocker() });
  await toPin(page);
  await tryPin(page, "1111");
  await page.getByRole("alert").getByText("Phone number and PIN do not fit this locker.").waitFor();
  await sees(page, "3 tries are left before you have to wait.");
  expect(await page.evaluate("document.activeElement.id")).toBe("pin");
  expect(await page.getByLabel("PIN", { exact: true }).inputValue()).toBe("");
  await tryPin(page, "2222");
  await sees(page, "2 tries are left before you have to wait.");
});

test("after too many the page counts the wait down, sends nothing meanwhile, and goes on after it", async () => {
  const { page, site } = await visit({ site: withHeldLocker(), virtualTime: true });
  await toPin(page);
  site.refuse("collect", "phone_locked", { retryAfter: 300 });
  await tryPin(page, "1111");
  await page.getByRole("timer").getByText("5:00").waitFor();
  const tries = () => site.asked.filter(({ route }) => route === "collect").length;
  await page.clock.fastForward("01:30");
  await page
    .getByRole("timer")
    .getByText(/3:(30|29|28)/)
    .waitFor();
  await page.getByRole("button", { name: "Open locker 3" }).press("Enter");
  expect(tries()).toBe(1);

  await page.clock.fastForward("03:31");
  await page.getByRole("timer").waitFor({ state: "detached" });
  await tryPin(page);
  await heading(page, "Locker 3 is open");
  expect(tries()).toBe(2);
});

test("a number that only the operator can unlock is told so", async () => {
  const { page, site } = await visit({ site: withHeldLocker() });
  await toPin(page);
  site.refuse("collect", "phone_locked_by_tries");
  await tryPin(page, "1111");
  await sees(page, "Ask the operator for a new PIN.");
});
