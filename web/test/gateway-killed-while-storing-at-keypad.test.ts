import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";

test("a gateway that is killed while somebody stores at the keypad learns of it afterwards, once", async () => {
  const chain = await Chain.start();
  await chain.at.home();
  await chain.at.type(`A${PHONE}#`);
  await chain.at.sees(/Choose a locker/);
  await chain.killGateway();
  await chain.at.type("#4711#4711#");
  await chain.at.useAndShut(1);

  await chain.startGateway();
  expect(await chain.held()).toEqual({ ledger: 1, page: 1, cabinet: 1 });
  expect(await chain.events("keypad_store")).toHaveLength(1);
  expect(chain.at.pulses).toEqual([1]);
});
