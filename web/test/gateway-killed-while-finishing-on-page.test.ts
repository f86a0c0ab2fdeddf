import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";
import { collectOnPage, finish, heading } from "./support/page-flows.ts";

test("a gateway that is killed while the page finishes agrees with the cabinet afterwards", async () => {
  const chain = await Chain.start();
  await chain.at.store(PHONE, "4711");
  await chain.at.useAndShut(1);
  const page = await chain.openPage();
  await collectOnPage(page, 1, "4711");
  await heading(page, "Locker 1 is open");
  await chain.at.useAndShut(1);
  await finish(page);
  await chain.killGateway();

  await chain.startGateway();
  // Whether the word still reached the cabinet is open; what must not be is that they disagree.
  const { ledger, page: shown, cabinet } = await chain.held();
  expect([ledger, shown]).toEqual([cabinet, cabinet]);
  expect(await chain.events("web_finish")).toHaveLength(1 - cabinet);
  expect(chain.at.pulses).toEqual([1, 1]);
});
