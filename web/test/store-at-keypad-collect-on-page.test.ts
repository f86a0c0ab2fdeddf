import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";
import { collectOnPage, finish, heading } from "./support/page-flows.ts";

test("what was stored at the keypad is collected on the page", async () => {
  const chain = await Chain.start();
  await chain.at.store(PHONE, "4711");
  await chain.at.useAndShut(1);

  const page = await chain.openPage();
  await collectOnPage(page, 1, "4711");
  await heading(page, "Locker 1 is open");
  await chain.at.doorOpens(1);
  await finish(page);
  await heading(page, "Thank you");
  await chain.at.useAndShut(1);

  expect(await chain.held()).toEqual({ ledger: 0, page: 0, cabinet: 0 });
  expect(chain.at.pulses).toEqual([1, 1]);
  expect((await chain.events("keypad_store", "web_collect", "web_finish")).map(({ kind }) => kind)).toEqual([
    "keypad_store",
    "web_collect",
    "web_finish",
  ]);
});
