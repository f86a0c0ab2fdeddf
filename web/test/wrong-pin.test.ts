import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";
import { collectOnPage } from "./support/page-flows.ts";

test("keypad and page share one budget of wrong PINs", async () => {
  const chain = await Chain.start();
  await chain.at.store(PHONE, "4711");
  await chain.at.useAndShut(1);

  await chain.at.collect(PHONE, "1112");
  await chain.at.sees(/Wrong PIN\. Tries before you have to wait: 3/);
  await chain.at.type("#");
  await chain.at.sees(/PIN, locker 1/);
  await chain.at.type("2223#");
  await chain.at.sees(/Wrong PIN\. Tries before you have to wait: 2/);

  const page = await chain.openPage();
  await collectOnPage(page, 1, "3334");
  await page.getByText("One try is left").first().waitFor();
  await page.getByLabel("PIN", { exact: true }).fill("4445");
  await page.getByRole("button", { name: /Try again|Open locker 1/ }).click();
  await page
    .getByText(/Too many wrong PINs/)
    .first()
    .waitFor();

  // Now even the right PIN has to wait, at both places.
  await chain.at.type("#4711#");
  await chain.at.sees(/\d:\d\d/);
  expect(chain.at.pulses).toEqual([1]);
});
