import { expect, test } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { startTestSite, type TestSite } from "../support/test-site.ts";

/** A paired cabinet on its way to a new key; `watch` sees what goes over the cable once the codes are confirmed. */
async function confirmed(watch: (t: TestSite) => void): Promise<TestSite> {
  const t = await startTestSite();
  t.site.beginPairing("main", false);
  t.controller.session.pairing = true;
  await t.clock.until(() => t.site.pairing("main").state === "comparing");
  watch(t);
  t.site.confirmPairing("main");
  return t;
}

function repair(t: TestSite): void {
  t.controller.toController = t.controller.toGateway = () => "pass";
  t.controller.session.pairing = false;
}

/** hello, welcome, a heartbeat each way, pair_finish, paired, and the same again for the session of the cabinet. */
const FRAMES = Array.from({ length: 12 }, (_, index) => index);

test.each(FRAMES)(
  "a gateway that dies after frame %i since the confirmation finds the cabinet again, whichever key it has",
  async (last) => {
    let frames = 0;
    const t = await confirmed(({ controller }) => {
      controller.toController = controller.toGateway = () => (frames++ < last ? "pass" : "lose");
    });
    await t.stop();
    repair(t);
    await t.start();
    expect(t.keys.get("main")).toEqual(t.controller.session.pairingKey);
    expect(t.keys.offered("main")).toBeUndefined();
  },
);

test.each(FRAMES)(
  "a cable that is cut at frame %i is found again, whichever key the controller has",
  async (at) => {
    let frames = 0;
    const t = await confirmed(({ controller }) => {
      controller.toController = controller.toGateway = () => {
        if (frames++ !== at) return "pass";
        queueMicrotask(() => controller.cut());
        return "lose";
      };
    });
    await t.clock.until(() => ["done", "failed"].includes(t.site.pairing("main").state), 60_000);
    await t.ready();
    expect(t.keys.get("main")).toEqual(t.controller.session.pairingKey);
  },
);

test("the answer under the new key is lost for good: the next session finds it out", async () => {
  const t = await confirmed(({ controller }) => {
    controller.toGateway = (message) => (message.name === "controller_heartbeat" ? "lose" : "pass");
  });
  await t.clock.until(() => t.site.pairing("main").state === "failed", 60_000);
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
  expect(t.controller.session.pairingKey).not.toEqual(PAIRING_KEY);
  repair(t);
  await t.ready();
  expect(t.keys.get("main")).toEqual(t.controller.session.pairingKey);
});

test("a controller that was left without number and PIN key is no cabinet until it is paired to the end", async () => {
  const t = await startTestSite({
    keys: memoryKeys(new Map([["main", PAIRING_KEY]])),
    prepare: (fake) => {
      fake.session.blank();
      fake.session.pairingKey = PAIRING_KEY;
    },
    wait: false,
  });
  await t.clock.advance(5000);
  expect(t.site.status().cabinets[0]).toMatchObject({
    link: "down",
    problem: "the controller has no PIN key yet: holdfast pair main",
  });
  expect(t.site.events({})).toEqual([]);
});

test("a controller reset while the codes are compared keeps its old pairing", async () => {
  const t = await startTestSite();
  t.site.beginPairing("main", false);
  t.controller.session.pairing = true;
  await t.clock.until(() => t.site.pairing("main").state === "comparing");
  t.controller.reboot();
  t.controller.session.pairing = false;
  t.site.confirmPairing("main");
  await t.clock.until(() => t.site.pairing("main").state === "failed", 60_000);
  await t.ready();
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
});
