import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";
import { collectOnPage, finish, heading } from "./support/page-flows.ts";

test("a gateway that is killed while the page collects has opened the door once, and the locker stays its owner's", async () => {
  const chain = await Chain.start();
  await chain.at.store(PHONE, "4711");
  await chain.at.useAndShut(1);
  const page = await chain.openPage();
  await collectOnPage(page, 1, "4711");
  await chain.at.until(() => chain.at.cabinet.relayLog.length === 2, "the lock is powered");
  await chain.killGateway();
  await chain.at.useAndShut(1);

  await chain.startGateway();
  expect(await chain.held()).toEqual({ ledger: 1, page: 1, cabinet: 1 });
  expect(await chain.events("web_collect")).toHaveLength(1);
  expect(chain.at.pulses).toEqual([1, 1]);

  const again = await chain.openPage();
  await collectOnPage(again, 1, "4711");
  await heading(again, "Locker 1 is open");
  await finish(again);
  await heading(again, "Thank you");
  await chain.at.useAndShut(1);
  expect(await chain.held()).toEqual({ ledger: 0, page: 0, cabinet: 0 });
});
