/** Pairing of the real firmware: by cable with the check code of its display, and typed at its keypad. */
import { expect, test } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { RealController, testEeprom } from "../support/real-controller.ts";
import { configuration, requestId, startSiteOn, type TestSite } from "../support/test-site.ts";

const AT = { cabinet: "main", locker: 1 };
const BLANK = () => new Uint8Array(1024).fill(0xff);

type Site = TestSite<RealController>;

function cabinet(
  eeprom: Uint8Array,
  options: Parameters<typeof startSiteOn<RealController>>[1] = {},
): Promise<Site> {
  return startSiteOn((clock) => new RealController(clock, eeprom), { wait: false, ...options });
}

const state = (t: Site) => t.site.pairing("main").state;
const over = (t: Site) => () => state(t) === "done" || state(t) === "failed";

async function comparing(t: Site): Promise<void> {
  await t.clock.advance(1000);
  t.site.beginPairing("main", false);
  t.controller.cabinet.serviceButton(true);
  await t.clock.until(() => state(t) === "comparing");
  await t.controller.type("#");
}

test("by cable: the display shows the code of the command line, and afterwards the cabinet is one", async () => {
  const t = await cabinet(BLANK(), { keys: memoryKeys() });
  await comparing(t);
  await t.controller.shows(t.site.pairing("main").checkCode ?? "no code");
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  t.controller.cabinet.serviceButton(false);
  expect(t.site.pairing("main")).toMatchObject({ state: "done", newPinKey: true });
  await t.controller.storeAtKeypad("0791234567", "2580");
  await t.clock.until(() => t.site.lockers()[0]?.state === "held");
  await t.clock.pass(t.site.collect(AT, "0791234567", "2580", requestId()));
  expect(t.controller.pulses).toEqual([1, 1]);
});

test("by cable: an unpaired cabinet stores nothing at its keypad", async () => {
  const t = await cabinet(BLANK(), { keys: memoryKeys() });
  await t.controller.shows("Not paired");
  await t.controller.type("A0791234567##2580#2580#");
  await t.clock.advance(2000);
  expect(t.controller.pulses).toEqual([]);
});

test("by cable: without the button nothing happens", async () => {
  const t = await cabinet(testEeprom());
  await t.ready();
  t.site.beginPairing("main", false);
  await t.clock.advance(30_000);
  expect(state(t)).toBe("waiting");
  t.site.cancelPairing("main");
  await t.ready();
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
});

test.each([
  ["the codes are not the same", (t: Site) => void t.site.cancelPairing("main")],
  [
    "the button is let go before the answer",
    async (t: Site) => {
      t.controller.cabinet.serviceButton(false);
      await t.clock.advance(200);
    },
  ],
  [
    "power fails",
    async (t: Site) => {
      t.controller.cabinet.cutPower();
      await t.clock.advance(500);
      t.controller.cabinet.restorePower();
    },
  ],
])("by cable: the old pairing stays when %s", async (_what, spoil) => {
  const t = await cabinet(testEeprom());
  await t.ready();
  await comparing(t);
  await spoil(t);
  t.controller.cabinet.serviceButton(false);
  if (!over(t)()) t.site.confirmPairing("main");
  await t.clock.until(over(t), 60_000);
  expect(state(t)).toBe("failed");
  await t.ready();
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
});

test.each([0, 20, 60, 150, 400])(
  "by cable: power that fails %i ms after the confirmation leaves one pairing or the other",
  async (ms) => {
    const t = await cabinet(testEeprom());
    await t.ready();
    await comparing(t);
    t.site.confirmPairing("main");
    await t.clock.advance(ms);
    t.controller.cabinet.cutPower();
    await t.clock.advance(500);
    t.controller.cabinet.serviceButton(false);
    t.controller.cabinet.restorePower();
    await t.clock.until(over(t), 60_000);
    await t.ready();
    expect(t.keys.offered("main")).toBeUndefined();
  },
);

test("by cable: a new key keeps the PINs of those who hold a locker", async () => {
  const t = await cabinet(testEeprom());
  await t.ready();
  await t.controller.storeAtKeypad("0791234567", "2580");
  await t.clock.until(() => t.site.lockers()[0]?.state === "held");
  await comparing(t);
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  expect(t.site.pairing("main")).toMatchObject({ state: "done", newPinKey: false });
  await t.clock.pass(t.site.collect(AT, "0791234567", "2580", requestId()));
});

test("typed: the key of the command line, symbol by symbol, over a network", async () => {
  const settings = configuration({
    cabinet: [{ id: "main", name: "Main", port: { tcp: "192.0.2.7:2323" } }],
  });
  const t = await cabinet(BLANK(), { keys: memoryKeys(), configuration: settings });
  await t.clock.advance(1000);
  const { groups, typed } = t.site.beginPairing("main", false);
  expect(typed).toBe(true);
  t.controller.cabinet.serviceButton(true);
  await t.controller.shows("Pairing");
  for (const group of groups) await t.controller.type(group);
  await t.clock.until(over(t));
  expect(t.site.pairing("main").state).toBe("done");
  expect(t.site.state().cabinets[0]?.link).toBe("up");
});

test("a replaced controller has the slots of the old one, and new PINs open", async () => {
  const t = await cabinet(testEeprom());
  await t.ready();
  await t.controller.storeAtKeypad("0791234567", "2580");
  await t.clock.until(() => t.site.events({}).some(({ kind }) => kind === "keypad_store"));
  const before = t.controller.pulses.length;
  t.controller.cabinet.cutPower();
  t.controller.cabinet.eeprom.set(BLANK());
  t.controller.cabinet.restorePower();
  await comparing(t);
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  t.controller.cabinet.serviceButton(false);
  await t.clock.until(() => t.site.lockers()[0]?.state === "held");
  expect(t.site.status().cabinets[0]?.voidPins).toBe(1);
  const old = t.site.collect(AT, "0791234567", "2580", requestId());
  await expect(t.clock.pass(old)).rejects.toMatchObject({ code: "wrong_pin" });
  await expect(t.clock.pass(t.site.reissuePins("main", "new board"))).resolves.toMatchObject({ issued: [1] });
  await t.clock.until(() => t.texts.length === 1);
  expect(t.controller.pulses).toHaveLength(before);
  await t.clock.pass(t.site.collect(AT, "0791234567", t.pin(), requestId()));
});
