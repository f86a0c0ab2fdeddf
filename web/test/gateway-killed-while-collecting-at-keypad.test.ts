import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";

test("a gateway that is killed while somebody collects at the keypad learns of it afterwards, once", async () => {
  const chain = await Chain.start();
  await chain.at.store(PHONE, "4711");
  await chain.at.useAndShut(1);
  await chain.at.collect(PHONE, "4711");
  await chain.at.doorOpens(1);
  await chain.killGateway();
  await chain.at.sees(/finish/);
  await chain.at.type("#");
  await chain.at.useAndShut(1);

  await chain.startGateway();
  expect(await chain.held()).toEqual({ ledger: 0, page: 0, cabinet: 0 });
  expect(await chain.events("keypad_collect", "keypad_finish")).toHaveLength(2);
  expect(chain.at.pulses).toEqual([1, 1]);
});
