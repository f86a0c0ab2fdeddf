import { checkCode } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { systemRandom } from "../../src/random.ts";
import { FakeController } from "../support/fake-controller.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { startSiteOn, startTestSite, type TestSite, type TestSiteOptions } from "../support/test-site.ts";

/** A blank controller, and a gateway that has no key for it. */
function unpaired(options: TestSiteOptions = {}): Promise<TestSite> {
  return startSiteOn((clock) => new FakeController(clock), {
    ...options,
    keys: memoryKeys(),
    prepare: (controller) => controller.session.blank(),
    wait: false,
  });
}

/** Up to the check code. */
async function compared(t: TestSite): Promise<void> {
  t.site.beginPairing("main", false);
  t.controller.session.pairing = true;
  await t.clock.until(() => t.site.pairing("main").state === "comparing");
}

const over = (t: TestSite) => () => ["done", "failed"].includes(t.site.pairing("main").state);

test("an unpaired cabinet says so, and stores nothing", async () => {
  const t = await unpaired();
  await t.clock.advance(1000);
  expect(t.site.status().cabinets[0]).toMatchObject({
    link: "down",
    problem: "the cabinet is not paired: holdfast pair main",
  });
  expect(t.site.state().cabinets[0]?.storing).toBe("not_paired");
});

test("waits for the service button, shows the code of the display, and goes on when it is confirmed", async () => {
  const t = await unpaired();
  t.site.beginPairing("main", false);
  await t.clock.advance(60_000);
  expect(t.site.pairing("main")).toMatchObject({ state: "waiting", secondsLeft: 60 });
  t.controller.session.pairing = true;
  await t.clock.until(() => t.site.pairing("main").state === "comparing");
  const { candidate } = t.controller.session;
  expect(candidate && checkCode(candidate)).toBe(t.site.pairing("main").checkCode);
  await t.clock.advance(60_000);
  expect(t.controller.session.pairingKey).toBeUndefined();
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  expect(t.site.pairing("main")).toMatchObject({ state: "done", newPinKey: true, secondsLeft: 0 });
  expect(t.keys.get("main")).toEqual(candidate);
  expect(t.site.state().cabinets[0]?.link).toBe("up");
});

test("the ledger keeps number and fact, and no key is in any event", async () => {
  const t = await unpaired();
  await compared(t);
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  const id = Buffer.from(t.controller.session.id).toString("hex");
  const paired = t.site.events({}).find((event) => event.kind === "paired");
  expect(paired).toMatchObject({ actor: "operator", detail: { controller: id, newPinKey: true } });
  const key = Buffer.from(t.keys.get("main") ?? []).toString("hex");
  expect(JSON.stringify(t.site.events({}))).not.toContain(key);
});

test("the gateway forgets the PIN key as soon as the controller has it", async () => {
  const made: Uint8Array[] = [];
  const bytes = (length: number) => {
    const random = systemRandom.bytes(length);
    made.push(random);
    return random;
  };
  const t = await unpaired({ random: { ...systemRandom, bytes } });
  await compared(t);
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  const finish = t.controller.received.find((message) => message.name === "pair_finish");
  const pinKey = finish?.name === "pair_finish" ? finish.pin_key : undefined;
  expect(pinKey).toHaveLength(16);
  expect(made).not.toContainEqual(pinKey);
  expect(made).toContainEqual(new Uint8Array(16));
});

test("two controllers never get the same key, number or PIN key", async () => {
  const [a, b] = [await unpaired(), await unpaired()];
  for (const t of [a, b]) {
    await compared(t);
    t.site.confirmPairing("main");
    await t.clock.until(over(t));
  }
  expect(a.keys.get("main")).not.toEqual(b.keys.get("main"));
  expect(a.controller.session.id).not.toEqual(b.controller.session.id);
  const finish = (t: TestSite) => t.controller.received.find(({ name }) => name === "pair_finish");
  expect(finish(a)).not.toMatchObject({ pin_key: finish(b) });
});

test("a paired cabinet gets a new key, its number and rentals stay", async () => {
  const t = await startTestSite();
  const { id } = t.controller.session;
  t.controller.keypadStore(2, "41790000002", "1357");
  await compared(t);
  t.controller.received.length = 0;
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  const names = t.controller.received.map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual(["gateway_heartbeat", "pair_finish", "gateway_heartbeat", "set_time"]);
  expect(t.site.pairing("main")).toMatchObject({ state: "done", newPinKey: false });
  expect(t.controller.session.id).toEqual(id);
  expect(t.keys.get("main")).not.toEqual(PAIRING_KEY);
  expect(t.controller.pins.get(2)).toBe("1357");
  expect(t.site.lockers()[1]?.state).toBe("held");
});

test.each([
  ["the operator cancels before the button is held", (t: TestSite) => void t.site.cancelPairing("main")],
  ["nobody holds the button for 120 s", (t: TestSite) => t.clock.advance(120_500)],
  ["the cable is cut", async (t: TestSite) => t.controller.cut()],
])("the old pairing stays when %s", async (_what, spoil) => {
  const t = await startTestSite();
  t.site.beginPairing("main", false);
  await t.clock.advance(1000);
  await spoil(t);
  await t.ready();
  expect(t.site.pairing("main").state).toBe("failed");
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
  expect(t.keys.offered("main")).toBeUndefined();
});

test.each([
  ["the codes differ", (t: TestSite) => void t.site.cancelPairing("main"), "pairing_cancelled"],
  ["nobody compares for 120 s", (t: TestSite) => t.clock.advance(120_500), "pairing_timed_out"],
  ["the cable is cut", async (t: TestSite) => t.controller.cut(), "pairing_interrupted"],
])("the old pairing stays when %s after the key was sent", async (_what, spoil, code) => {
  const t = await startTestSite();
  await compared(t);
  await spoil(t);
  t.controller.session.pairing = false;
  await t.ready();
  expect(t.site.pairing("main")).toMatchObject({ state: "failed", error: { code } });
  expect(t.controller.session.pairingKey).toEqual(PAIRING_KEY);
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
});

test("a button that is released too early leaves the old pairing and says what to do", async () => {
  const t = await startTestSite();
  await compared(t);
  t.controller.session.pairing = false;
  t.site.confirmPairing("main");
  await t.clock.until(over(t));
  expect(t.site.pairing("main").error).toMatchObject({ code: "pairing_timed_out", retryable: true });
  await t.ready();
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
});

test("every frame of the pairing may be lost several times", async () => {
  const t = await unpaired();
  const lose = () => {
    const seen = new Map<string, number>();
    return ({ name }: { name: string }) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return count <= 2 ? "lose" : "pass";
    };
  };
  t.controller.toController = lose();
  t.controller.toGateway = lose();
  await compared(t);
  t.site.confirmPairing("main");
  await t.clock.until(over(t), 60_000);
  expect(t.site.pairing("main").state).toBe("done");
});

test("only one pairing of a cabinet at a time, and confirm only with a code to compare", async () => {
  const t = await startTestSite();
  expect(() => t.site.pairing("main")).toThrow(expect.objectContaining({ code: "no_pairing" }));
  expect(() => t.site.confirmPairing("main")).toThrow(expect.objectContaining({ code: "no_pairing" }));
  t.site.beginPairing("main", false);
  expect(() => t.site.beginPairing("main", true)).toThrow(
    expect.objectContaining({ code: "pairing_running" }),
  );
  expect(() => t.site.confirmPairing("main")).toThrow(expect.objectContaining({ code: "pairing_not_ready" }));
  expect(() => t.site.beginPairing("hall", false)).toThrow(
    expect.objectContaining({ code: "no_such_cabinet" }),
  );
});

test("a port at which nobody listens is told at once", async () => {
  const t = await startTestSite();
  t.controller.reachable = false;
  t.controller.cut();
  await t.clock.advance(100);
  expect(() => t.site.beginPairing("main", false)).toThrow(
    expect.objectContaining({ code: "cabinet_unreachable" }),
  );
});
