import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";

test("the keypad works from first power-up without a gateway, which then learns everything", async () => {
  const chain = await Chain.start({ gateway: false });
  await chain.at.store(PHONE, "4711");
  await chain.at.useAndShut(1);
  await chain.at.store(PHONE, "5829");
  await chain.at.useAndShut(2);
  await chain.at.home();
  await chain.at.type(`B${PHONE}#`);
  await chain.at.sees(/Your lockers/);
  await chain.at.type("#4711#");
  await chain.at.sees(/finish/);
  await chain.at.type("#");
  await chain.at.useAndShut(1);
  await chain.at.home();
  expect(chain.at.screen).toContain("offline");

  await chain.startGateway();
  expect(await chain.held()).toEqual({ ledger: 1, page: 1, cabinet: 1 });
  const kinds = (await chain.events("keypad_store", "keypad_collect", "keypad_finish")).map(
    ({ kind }) => kind,
  );
  expect(kinds).toEqual(["keypad_store", "keypad_store", "keypad_collect", "keypad_finish"]);
  await chain.at.sees(/online/);
});
