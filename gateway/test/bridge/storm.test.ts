/** Many calls, slow ones and loud ones: each costs little, leaves nothing behind, and keeps nobody out. */
import { expect, test } from "vitest";
import { type CalledSite, call, controllerOf, startCalledSite } from "./called-site.ts";

async function linked(t: CalledSite) {
  const controller = controllerOf(t);
  const bridge = call(t, controller);
  await t.clock.until(() => t.link("main") === "up", 1000);
  return { controller, bridge };
}

test("who sends one byte at a time is sent away like all who prove nothing, and keeps nobody out", async () => {
  const t = await startCalledSite();
  const slow = Array.from({ length: 64 }, (_, index) => call(t, undefined, `198.51.100.${index}`));
  for (let second = 0; second < 21; second++) {
    for (const one of slow) one.say(Uint8Array.of(second % 2 === 0 ? 0x02 : 0));
    await t.clock.advance(1000);
    if (second === 10) await linked(t);
  }
  expect(slow.every(({ ended }) => ended)).toBe(true);
  expect([t.lobby.waiting, t.link("main")]).toEqual([0, "up"]);
});

test("a thousand calls a second that hang up at once cost a linked cabinet nothing", async () => {
  const t = await startCalledSite();
  const { controller, bridge } = await linked(t);
  const before = t.clock.timers;
  for (let millisecond = 0; millisecond < 3000; millisecond++) {
    call(t, undefined, `198.51.100.${millisecond % 50}`).hangUp();
    await t.clock.advance(1);
  }
  expect([bridge.ended, t.link("main"), t.lobby.waiting, t.clock.timers - before]).toEqual([
    false,
    "up",
    0,
    0,
  ]);
  await t.clock.pass(t.site.open({ cabinet: "main", locker: 3 }, "in a storm"));
  expect(controller.pulses).toEqual([3]);
});

test("a bridge that calls a hundred times without ever hanging up has one stream, and its cabinet works", async () => {
  const t = await startCalledSite();
  const { controller, bridge } = await linked(t);
  const before = t.clock.timers;
  const calls = [bridge];
  for (let again = 0; again < 100; again++) {
    calls.at(-1)?.vanish();
    calls.push(call(t, controller));
    await t.clock.advance(200);
  }
  expect(calls.filter(({ ended }) => !ended)).toEqual([calls.at(-1)]);
  await t.clock.until(() => t.link("main") === "up", 1000);
  expect([t.lobby.waiting, t.clock.timers - before]).toEqual([0, 0]);
  await t.clock.pass(t.site.open({ cabinet: "main", locker: 3 }, "after all of them"));
  expect(controller.pulses).toEqual([3]);
});

test.each([
  ["noise without an end", (_: number) => 0x55],
  ["empty frames", (_: number) => 0],
  ["frames of every length", (at: number) => (at % 67 === 0 ? 0 : 1 + (at % 255))],
])("a known bridge pours in 10 MB: %s", async (_what, byte) => {
  const t = await startCalledSite();
  const { controller, bridge } = await linked(t);
  const piece = Uint8Array.from({ length: 65_536 }, (_, at) => byte(at));
  for (let poured = 0; poured < 10_000_000; poured += piece.length) bridge.say(piece);
  await t.clock.advance(3000);
  expect([bridge.ended, t.link("main")]).toEqual([false, "up"]);
  await t.clock.pass(t.site.open({ cabinet: "main", locker: 3 }, "under a flood"));
  expect(controller.pulses).toEqual([3]);
});
