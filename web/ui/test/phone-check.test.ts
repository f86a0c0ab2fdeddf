import { expect, test } from "vitest";
import { press, sees, visit } from "./support/browser.ts";

test("the number is read back as it is written, and mistakes are said while typing", async () => {
  const { page } = await visit({ at: "#/store/front/3" });
  const phone = page.getByLabel("Your phone number");
  await phone.pressSequentially("0791234567");
  await sees(page, "✓ 079 123 45 67");
  await phone.fill("079 call me");
  await sees(page, "Type digits only, no letters.");
  expect(await phone.getAttribute("aria-invalid")).toBe("true");
  expect(await phone.getAttribute("inputmode")).toBe("tel");
  expect(await phone.getAttribute("autocomplete")).toBe("tel");
});

test("a number that lacks digits is not sent", async () => {
  const { page, site } = await visit({ at: "#/store/front/3" });
  const answered = page.waitForResponse("**/phone-checks");
  await page.getByLabel("Your phone number").fill("0791");
  await answered;
  await press(page, "Open locker 3");
  await sees(page, "Some digits are missing.");
  expect(await page.evaluate("document.activeElement.id")).toBe("phone");
  expect(site.asked.map(({ route }) => route)).not.toContain("store");
});

test("what the gateway refuses stands beside the field", async () => {
  const { page, site } = await visit({ at: "#/store/front/3" });
  site.refuse("store", "bad_phone");
  await page.getByLabel("Your phone number").fill("079 123 45 67");
  await press(page, "Open locker 3");
  await sees(page, "This is no phone number.");
  expect(await page.evaluate("document.activeElement.id")).toBe("phone");
});
