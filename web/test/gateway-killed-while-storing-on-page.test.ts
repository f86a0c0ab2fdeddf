import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";
import { storeOnPage } from "./support/page-flows.ts";

test("a gateway that is killed while the page stores sends a PIN that works when it is back", async () => {
  const chain = await Chain.start();
  const page = await chain.openPage();
  await storeOnPage(page, 3);
  await chain.at.until(() => chain.at.cabinet.locks.supplyOn, "the lock is powered");
  await chain.killGateway();
  await chain.at.useAndShut(3);
  const before = chain.phone.texts.length;

  await chain.startGateway();
  expect(await chain.held()).toEqual({ ledger: 1, page: 1, cabinet: 1 });
  expect(await chain.events("web_store")).toHaveLength(1);
  const pin = await chain.phone.pin(before + 1);
  await chain.at.collect(PHONE, pin);
  await chain.at.doorOpens(3);
  expect(chain.at.pulses).toEqual([3, 3]);
});
