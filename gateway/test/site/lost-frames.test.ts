import type { Message } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 2 };
const PHONE = "+41791234567";

/** Loses the first `count` messages of a name. */
function losing(name: Message["name"], count = 1) {
  let left = count;
  return (message: Message) => (message.name === name && left-- > 0 ? "lose" : "pass");
}

test.each(["store", "query_result"] as const)("one pulse when the gateway's %s is lost", async (name) => {
  const { clock, controller, site, texts } = await startTestSite();
  controller.toController = losing(name);
  if (name === "query_result") controller.toGateway = losing("result");
  await clock.pass(site.store(LOCKER, PHONE, requestId()));
  await clock.until(() => texts.length === 1);
  expect(controller.pulses).toEqual([2]);
});

test.each(["result", "event", "slot", "controller_heartbeat"] as const)(
  "one pulse and one message when the controller's %s is lost",
  async (name) => {
    const { clock, controller, site, texts } = await startTestSite();
    controller.toGateway = losing(name);
    await clock.pass(site.store(LOCKER, PHONE, requestId()));
    await clock.until(() => texts.length === 1);
    await clock.advance(3000);
    expect(controller.pulses).toEqual([2]);
    expect(texts).toHaveLength(1);
    expect(site.lockers()[1]).toMatchObject({ state: "held", phone: "…567" });
  },
);

test("a store that takes long to get through is not given up meanwhile", async () => {
  const { clock, controller, site } = await startTestSite();
  await clock.advance(5000);
  const store = losing("store");
  const query = losing("query_result", 3);
  controller.toController = (message) => (store(message) === "lose" ? "lose" : query(message));
  await expect(clock.pass(site.store(LOCKER, PHONE, requestId()))).resolves.toMatchObject({ rental: "held" });
  expect(controller.pulses).toEqual([2]);
});

test("every frame doubled changes nothing", async () => {
  const { clock, controller, site, texts } = await startTestSite();
  controller.toController = controller.toGateway = () => "double";
  await clock.pass(site.store(LOCKER, PHONE, requestId()));
  await clock.until(() => texts.length === 1);
  await clock.advance(3000);
  expect(controller.pulses).toEqual([2]);
  expect(site.events({}).filter((event) => event.kind === "web_store")).toHaveLength(1);
});

test("a third of all frames lost costs time only", async () => {
  const { clock, controller, site, texts, ready } = await startTestSite();
  let count = 0;
  controller.toController = controller.toGateway = () => (++count % 3 === 0 ? "lose" : "pass");
  await ready();
  await clock.pass(site.store(LOCKER, PHONE, requestId()));
  await clock.until(() => texts.length === 1);
  expect(controller.pulses).toEqual([2]);
});

test("noise on the line costs no more than the frame that it hits", async () => {
  const { clock, controller, site } = await startTestSite();
  for (let byte = 0; byte < 256; byte++) {
    controller.raw(new Uint8Array(1 + (byte % 90)).fill(byte));
    controller.raw(new Uint8Array([0]));
  }
  await clock.pass(site.store(LOCKER, PHONE, requestId()));
  expect(controller.pulses).toEqual([2]);
  expect(site.status().cabinets[0]?.frames.dropped).toBeGreaterThan(200);
});
