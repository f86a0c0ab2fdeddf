import { expect, test } from "vitest";
import { requestId, startTestSite, type TestSite, type TestSiteOptions } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };
const PHONE = "+41791234567";

async function pair(t: TestSite): Promise<void> {
  t.site.beginPairing("main", false);
  t.controller.session.pairing = true;
  await t.clock.until(() => t.site.pairing("main").state === "comparing");
  t.site.confirmPairing("main");
  await t.clock.until(() => t.site.pairing("main").state === "done");
  t.controller.session.pairing = false;
}

/** Two lockers are held, then the controller breaks; `bring` says what the new one has been through. */
async function replaced(bring: (t: TestSite) => void = () => {}, options: TestSiteOptions = {}, wait = 5000) {
  const t = await startTestSite(options);
  t.controller.keypadStore(1, "41791234567", "1357");
  t.controller.keypadStore(4, "41790000004", "2468");
  await t.clock.until(() => t.controller.journal.acknowledged === t.controller.journal.sequence);
  t.controller.cut();
  t.controller.replace();
  bring(t);
  await t.clock.advance(2000);
  await pair(t);
  await t.clock.advance(wait);
  return t;
}

function kinds(t: TestSite): string[] {
  return t.site.events({}).map((event) => event.kind);
}

test("before it is paired a new controller is told as the problem", async () => {
  const t = await startTestSite();
  t.controller.cut();
  t.controller.replace();
  await t.clock.advance(2000);
  expect(t.site.status().cabinets[0]?.problem).toBe("the controller is not paired: holdfast pair main");
});

test("rentals stay, the new controller has their slots, and no PIN fits", async () => {
  const t = await replaced();
  expect(kinds(t)).toContain("controller_replaced");
  expect(t.site.lockers().filter(({ state }) => state === "held")).toMatchObject([
    { number: 1, phone: "…567" },
    { number: 4, phone: "…004" },
  ]);
  for (const locker of [1, 4]) {
    expect(t.controller.slots.get(locker)).toMatchObject({
      held: true,
      verifier: new Uint8Array(3).fill(255),
    });
    expect(t.controller.pins.has(locker)).toBe(false);
  }
  const collect = t.site.collect(LOCKER, PHONE, "1357", requestId());
  await expect(t.clock.pass(collect)).rejects.toMatchObject({ code: "wrong_pin" });
  expect(t.controller.pulses).toEqual([]);
  expect(t.texts).toEqual([]);
});

test("the button is to be held until every slot is there, so that nobody else gets one of these lockers", async () => {
  let lost = 0;
  const bring = ({ controller }: TestSite) => {
    controller.toController = ({ name }) => (name === "restore_slot" && lost++ < 2 ? "lose" : "pass");
  };
  const t = await replaced(bring, {}, 0);
  expect(lost).toBeGreaterThan(2);
  expect([1, 4].map((locker) => t.controller.rights.slot(locker)?.held)).toEqual([true, true]);
});

test("a locker whose store the old controller showed, but never told of, stays held too", async () => {
  const t = await startTestSite();
  t.controller.toGateway = (message) => (message.name === "event" ? "lose" : "pass");
  t.controller.keypadStore(1, "41791234567", "1357");
  await t.clock.until(() => t.site.lockers()[0]?.state === "held");
  t.controller.cut();
  t.controller.toGateway = () => "pass";
  t.controller.replace();
  await t.clock.advance(2000);
  await pair(t);
  await t.clock.advance(5000);
  expect(t.controller.rights.slot(1)).toMatchObject({ held: true, phone: "41791234567" });
  await expect(t.clock.pass(t.site.reissuePins("main", "new controller"))).resolves.toMatchObject({
    issued: [1],
  });
});

test("status tells what is to be done until it is done", async () => {
  const t = await replaced();
  const status = () => t.site.status().cabinets[0];
  expect(status()).toMatchObject({
    voidPins: 2,
    problem: "2 held lockers need new PINs: holdfast reissue-pin --all main",
  });
  await t.restart();
  expect(status()?.voidPins).toBe(2);
  await t.clock.pass(t.site.reissuePins("main", "new controller"));
  await t.clock.until(() => status()?.voidPins === 0);
  expect(status()?.problem).toBeUndefined();
});

test("one order of the operator sends new PINs to all of them, and they open", async () => {
  const t = await replaced();
  const reissued = await t.clock.pass(t.site.reissuePins("main", "new controller"));
  expect(reissued).toEqual({ issued: [1, 4], failed: [] });
  await t.clock.until(() => t.texts.length === 2);
  expect(t.texts.map(({ to }) => to).sort()).toEqual(["+41790000004", "+41791234567"]);
  const own = t.texts.find(({ to }) => to === PHONE);
  const pin = /([0-9]{4})$/.exec(own?.text ?? "")?.[1] ?? "";
  await t.clock.pass(t.site.collect(LOCKER, PHONE, pin, requestId()));
  expect(t.controller.pulses).toEqual([1]);
  expect(t.site.events({ last: 20 })).toContainEqual(
    expect.objectContaining({ kind: "set_pin", actor: "operator", reason: "new controller" }),
  );
});

test("what failed is told and can be asked for again; who has a new PIN keeps it", async () => {
  const t = await replaced();
  t.controller.toController = (message) =>
    message.name === "set_pin" && message.locker === 4 ? "lose" : "pass";
  const first = await t.clock.pass(t.site.reissuePins("main", "new controller"), 60_000);
  expect(first).toMatchObject({ issued: [1], failed: [{ locker: 4 }] });
  const pin = t.controller.pins.get(1);
  t.controller.toController = () => "pass";
  const second = await t.clock.pass(t.site.reissuePins("main", "again"));
  expect(second).toEqual({ issued: [4], failed: [] });
  expect(t.controller.pins.get(1)).toBe(pin);
  await expect(t.clock.pass(t.site.reissuePins("main", "again"))).resolves.toEqual({
    issued: [],
    failed: [],
  });
});

test("without a message service it says how to hand things out, and the operator can", async () => {
  const t = await replaced(undefined, { delivers: false });
  await expect(t.site.reissuePins("main", "new controller")).rejects.toMatchObject({
    code: "messages_missing",
    message: expect.stringContaining("Open each locker for its owner, then release it."),
  });
  await t.clock.pass(t.site.open(LOCKER, "showed a passport"));
  await t.clock.pass(t.site.release(LOCKER, "handed out"));
  await t.clock.until(() => t.site.state().cabinets[0]?.lockers[0]?.state === "free");
  expect(t.controller.pulses).toEqual([1]);
});

/** The spare part was used before: it has a valid record of locker 1, as free. */
function used({ controller }: TestSite): void {
  controller.rights.hold(1, "41790000009", "9753");
  const slot = controller.rights.slot(1);
  if (slot) controller.slots.set(1, { ...slot, held: false, phone: "" });
}

test("a used controller rents out no locker with somebody's things in it", async () => {
  const t = await replaced(used);
  expect(t.controller.rights.slot(1)).toMatchObject({ held: false, outOfService: true });
  expect(t.site.lockers()[0]).toMatchObject({ state: "out_of_service", phone: "…567" });
  const store = t.site.store(LOCKER, "+41790000001", requestId());
  await expect(t.clock.pass(store)).rejects.toMatchObject({ code: "locker_out_of_service" });
  const reissued = await t.clock.pass(t.site.reissuePins("main", "new controller"));
  expect(reissued).toMatchObject({ issued: [4], failed: [{ locker: 1, code: "pin_impossible" }] });
  await t.restart();
  expect(t.site.lockers()[0]).toMatchObject({ state: "out_of_service", phone: "…567" });
});

test("such a locker is opened for its owner, released, and put back into service", async () => {
  const t = await replaced(used);
  await t.clock.pass(t.site.open(LOCKER, "showed a passport"));
  await t.clock.pass(t.site.release(LOCKER, "handed out"));
  expect(t.site.events({ last: 1 })).toMatchObject([{ kind: "release", actor: "operator", locker: 1 }]);
  await t.clock.pass(t.site.setService(LOCKER, false, "empty"));
  await t.clock.until(() => t.site.state().cabinets[0]?.lockers[0]?.state === "free");
  await t.clock.pass(t.site.store(LOCKER, "+41790000001", requestId()));
  expect(t.controller.pulses).toEqual([1, 1]);
});

test("what another controller says of its own lockers counts", async () => {
  const t = await replaced(({ controller }) => controller.rights.hold(1, "41790000009", "9753"));
  expect(t.site.lockers()[0]).toMatchObject({ state: "held", phone: "…009" });
  expect(t.controller.pins.get(1)).toBe("9753");
  expect(kinds(t)).toContain("slot_corrected");
});
