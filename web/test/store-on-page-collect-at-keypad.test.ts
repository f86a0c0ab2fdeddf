import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";
import { heading, storeOnPage } from "./support/page-flows.ts";

test("what was stored on the page is collected at the keypad with the PIN from the phone", async () => {
  const chain = await Chain.start();
  const page = await chain.openPage();
  await storeOnPage(page, 3);
  await heading(page, "Locker 3 is open");
  await page.getByText("Your PIN was sent").first().waitFor();
  await chain.at.useAndShut(3);
  await heading(page, "Locker 3 is yours");

  await chain.at.collect(PHONE, await chain.phone.pin());
  await chain.at.doorOpens(3);
  await chain.at.sees(/finish/);
  await chain.at.type("#");
  await chain.at.useAndShut(3);

  expect(await chain.held()).toEqual({ ledger: 0, page: 0, cabinet: 0 });
  expect(chain.at.pulses).toEqual([3, 3]);
});
