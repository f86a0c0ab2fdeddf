import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

test("a killed far side is noticed at once, and found again", async () => {
  const { clock, controller, site, ready } = await startTestSite();
  controller.cut();
  expect(site.state().cabinets[0]).toMatchObject({ link: "down", storing: "unreachable" });
  await expect(site.store(LOCKER, PHONE, requestId())).rejects.toMatchObject({ code: "cabinet_unreachable" });
  await expect(site.open(LOCKER, "jammed")).rejects.toMatchObject({ code: "cabinet_unreachable" });
  await ready();
  await clock.pass(site.store(LOCKER, PHONE, requestId()));
});

test("a silent far side is noticed within 3 s", async () => {
  const { clock, controller, site, ready } = await startTestSite();
  controller.alive = false;
  await clock.until(() => site.state().cabinets[0]?.link === "down", 3000);
  controller.alive = true;
  await ready();
});

test("reconnects for ever, at least every 5 s", async () => {
  const { clock, controller, site, ready } = await startTestSite();
  controller.reachable = false;
  controller.cut();
  await clock.advance(600_000);
  const before = controller.connections;
  expect(before).toBeGreaterThan(120);
  await clock.advance(5000);
  expect(controller.connections).toBeGreaterThan(before);
  expect(site.status().cabinets[0]).toMatchObject({ link: "down", problem: "refused" });
  controller.reachable = true;
  await ready();
});

test("a store that the link did not survive gets its receipt from the journal", async () => {
  const { clock, controller, site, texts } = await startTestSite();
  controller.toGateway = (message) =>
    message.name === "result" || message.name === "event" ? "lose" : "pass";
  const stored = site.store(LOCKER, PHONE, requestId());
  await clock.until(() => controller.pulses.length === 1);
  await clock.advance(250);
  controller.cut();
  controller.toGateway = () => "pass";
  await expect(clock.pass(stored)).resolves.toMatchObject({ rental: "held" });
  await clock.until(() => texts.length === 1);
  expect(controller.pulses).toEqual([1]);
});

test("a store that a reboot interrupted is looked up in the journal, never repeated", async () => {
  const { clock, controller, site } = await startTestSite();
  controller.toGateway = (message) =>
    message.name === "result" || message.name === "event" ? "lose" : "pass";
  const stored = site.store(LOCKER, PHONE, requestId());
  await clock.until(() => controller.pulses.length === 1);
  await clock.advance(250);
  controller.cut();
  controller.reboot();
  controller.toGateway = () => "pass";
  await expect(clock.pass(stored)).resolves.toMatchObject({ rental: "held" });
  expect(controller.pulses).toEqual([1]);
});

test("a store of which no trace is left is reported as unknown and may be asked for again", async () => {
  const { clock, controller, site, ready } = await startTestSite();
  controller.toController = (message) => (message.name === "store" ? "lose" : "pass");
  const id = requestId();
  const stored = site.store(LOCKER, PHONE, id);
  await clock.advance(100);
  controller.cut();
  controller.reboot();
  await expect(clock.pass(stored)).rejects.toMatchObject({ code: "result_unknown" });
  controller.toController = () => "pass";
  await ready();
  await clock.pass(site.store(LOCKER, PHONE, id));
  expect(controller.pulses).toEqual([1]);
});

test.each([
  [3, "3..4", "upgrade holdfast here"],
  [0, "0..1", "holdfast flash main"],
])(
  "a controller of protocol %i is named as the problem, with what to do; it is heard",
  async (version, range, next) => {
    const { clock, site } = await startTestSite({
      wait: false,
      prepare: (fake) => {
        fake.session.version = version;
      },
    });
    await clock.advance(5000);
    expect(site.status().cabinets[0]).toMatchObject({
      ...{ link: "down", lastHeard: expect.toSatisfy((seconds: number) => seconds <= 1) },
      problem: `the controller speaks protocol ${range}, this gateway speaks 2: ${next}`,
    });
  },
);
