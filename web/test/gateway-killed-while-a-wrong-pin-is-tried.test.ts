import { expect, test } from "vitest";
import { Chain, PHONE } from "./support/chain.ts";
import { collectOnPage } from "./support/page-flows.ts";

test("a wrong PIN counts once, even when the gateway is killed while the page tries it", async () => {
  const chain = await Chain.start();
  await chain.at.store(PHONE, "4711");
  await chain.at.useAndShut(1);
  const page = await chain.openPage();
  const sent = chain.at.cabinet.uart.bytesToController;
  await collectOnPage(page, 1, "9998");
  // The frame with the try has gone to the controller: more than heartbeats and acknowledgements would be.
  await chain.at.until(
    () => chain.at.cabinet.uart.bytesToController > sent + 40,
    "the try reaches the controller",
  );
  await chain.killGateway();

  await chain.startGateway();
  const tries = await chain.events("web_collect");
  expect(tries.map(({ outcome }) => outcome)).toEqual(["wrong_pin"]);
  await chain.at.collect(PHONE, "9997");
  await chain.at.sees(/Wrong PIN\. Tries before you have to wait: 2/);
  // Back to the start, screen by screen.
  await chain.at.type("****");
  expect(await chain.held()).toEqual({ ledger: 1, page: 1, cabinet: 1 });
  expect(chain.at.pulses).toEqual([1]);
});
