/** Who calls is taken for the cabinet whose key is proven behind it, and for nothing before that. */
import { encodeBridgeReport, isBridgeFrame, LIMITS } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { call, controllerOf, keyOf, startCalledSite } from "./called-site.ts";

const REPORT = {
  ...{ version: "0.1.0", rssi: -61, resetCause: 6, chip: "00c0ffee" },
  ...{ uptime: 90, connections: 1, overruns: 0, dropped: 2, noise: 3 },
};

test("32 cabinets behind one address are told apart, in whatever order they call", async () => {
  const ids = Array.from({ length: 32 }, (_, index) => `c${index}`);
  const t = await startCalledSite(ids);
  const controllers = new Map(ids.map((id) => [id, controllerOf(t, id)]));
  for (const id of [...ids].reverse()) {
    call(t, controllers.get(id));
    await t.clock.advance(50);
  }
  await t.clock.until(() => ids.every((id) => t.link(id) === "up"));
  expect(t.lobby.waiting).toBe(0);
  await t.clock.pass(t.site.open({ cabinet: "c7", locker: 3 }, "only this one"));
  for (const id of ids) expect(controllers.get(id)?.pulses).toEqual(id === "c7" ? [3] : []);
});

test("a controller that no cabinet has a key for is never let in, and may call again later", async () => {
  const t = await startCalledSite();
  const stranger = call(t, controllerOf(t, "elsewhere"));
  await t.clock.advance(19_000);
  expect([stranger.ended, t.link("main")]).toEqual([false, "down"]);
  await t.clock.advance(2000);
  expect([stranger.ended, t.lobby.waiting]).toEqual([true, 0]);
});

test("somebody who says nothing is sent away, and nothing is left of them", async () => {
  const t = await startCalledSite();
  const before = t.clock.timers;
  const silent = call(t);
  await t.clock.advance(21_000);
  expect([silent.ended, t.lobby.waiting, t.clock.timers]).toEqual([true, 0, before]);
});

test("a bridge that calls again takes the place of its half-open call at once", async () => {
  const t = await startCalledSite();
  const controller = controllerOf(t);
  const first = call(t, controller);
  await t.clock.until(() => t.link("main") === "up");
  first.vanish();
  const second = call(t, controller);
  await t.clock.until(() => t.link("main") === "down", 100);
  await t.clock.until(() => t.link("main") === "up", 1000);
  expect([first.ended, second.ended, t.link("main")]).toEqual([true, false, "up"]);
});

test("a bridge that called in vain many times does not have to wait when all is well", async () => {
  const t = await startCalledSite();
  const controller = controllerOf(t);
  controller.toController = ({ name }) => (name === "gateway_heartbeat" ? "lose" : "pass");
  for (const stays of [6000, 6000, 6000, 6000, 6000, 6000, 100]) {
    const vain = call(t, controller);
    await t.clock.advance(stays);
    vain.hangUp();
  }
  controller.toController = () => "pass";
  call(t, controller);
  await t.clock.until(() => t.link("main") === "up", 1000);
});

test("a cabinet that is content with a silent bridge is told that it is gone", async () => {
  const t = await startCalledSite();
  const closed: string[] = [];
  const handlers = {
    onOpen: () => {},
    onData: () => {},
    onClose: (reason: string) => void closed.push(reason),
  };
  t.lobby.transport("other").connect(handlers, () => [keyOf("other")]);
  const bridge = call(t, controllerOf(t, "other"));
  await t.clock.advance(9000);
  expect([bridge.ended, closed]).toEqual([false, []]);
  await t.clock.advance(2000);
  expect([bridge.ended, closed]).toEqual([true, ["the bridge is silent"]]);
});

test("a proof that was recorded proves nothing", async () => {
  const t = await startCalledSite();
  const controller = controllerOf(t);
  const recorded: Uint8Array[] = [];
  const recorder = {
    name: "recorder",
    connect: (handlers: Parameters<typeof controller.connect>[0]) =>
      controller.connect({
        ...handlers,
        onData: (bytes) => {
          recorded.push(bytes);
          handlers.onData(bytes);
        },
      }),
  };
  const honest = call(t, recorder);
  await t.clock.until(() => t.link("main") === "up");
  const thief = call(t);
  for (const bytes of recorded) thief.say(bytes);
  await t.clock.advance(2000);
  for (const bytes of recorded) thief.say(bytes);
  await t.clock.advance(2000);
  expect([honest.ended, t.link("main"), t.lobby.waiting]).toEqual([false, "up", 1]);
});

test("reports are shown and answered, but not oftener than they should come", async () => {
  const t = await startCalledSite();
  const bridge = call(t, controllerOf(t));
  await t.clock.until(() => t.link("main") === "up");
  const answers = () => bridge.heard.filter((wire) => isBridgeFrame(wire.subarray(1, -1))).length;
  const before = answers();
  for (let i = 0; i < 100; i++) bridge.say(encodeBridgeReport({ ...REPORT, rssi: -i }));
  expect(answers() - before).toBe(1);
  expect(t.site.status().cabinets[0]?.bridge).toMatchObject({ ...REPORT, rssi: 0, address: "192.0.2.7" });
  expect(t.site.status().cabinets[0]?.frames.dropped).toBe(0);
});

test("a report says nothing of the cabinet: without its controller it is down, and the report is gone with the call", async () => {
  const t = await startCalledSite();
  const bridge = call(t);
  bridge.say(encodeBridgeReport(REPORT));
  await t.clock.advance(1000);
  expect(t.link("main")).toBe("down");
  expect(t.site.status().cabinets[0]?.bridge).toBeUndefined();
});

test("a cabinet whose bridge has not called says so; one without a key says what to do", async () => {
  const t = await startCalledSite();
  expect(t.site.status().cabinets[0]?.problem).toBe("its bridge has not called");
  const blank = await startCalledSite(["hall"], memoryKeys());
  expect(blank.site.status().cabinets[0]?.problem).toContain("holdfast pair hall");
  expect(blank.site.state().cabinets[0]?.storing).toBe("not_paired");
});

test("a new cabinet behind a bridge is paired by typing its key", async () => {
  const t = await startCalledSite(["main"], memoryKeys());
  const controller = controllerOf(t);
  controller.session.blank();
  expect(() => t.site.beginPairing("main", true)).toThrow(
    expect.objectContaining({ code: "cabinet_unreachable" }),
  );
  call(t, controller);
  await t.clock.advance(100);
  const { typed, groups } = t.site.beginPairing("main", false);
  expect([typed, groups.length]).toEqual([true, 8]);
  await t.clock.advance(5000);
  controller.session.pairing = true;
  controller.session.candidate = t.keys.offered("main");
  await t.clock.until(() => t.site.pairing("main").state === "done");
  await t.clock.until(() => t.link("main") === "up");
  expect(t.keys.get("main")?.length).toBe(LIMITS.KEY_LENGTH);
  expect(t.keys.get("main")).not.toEqual(keyOf("main"));
});
