import { expect, test } from "vitest";
import { CabinetLink, type LinkHandlers } from "../../src/link/cabinet-link.ts";
import { systemRandom } from "../../src/random.ts";
import { FakeController } from "../support/fake-controller.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

function linkTo(
  controller: FakeController,
  clock: VirtualClock,
  handlers: Partial<LinkHandlers>,
): CabinetLink {
  const nothing = () => {};
  const options = { transport: controller, clock, random: systemRandom, keys: () => [PAIRING_KEY] };
  const link = new CabinetLink(options, {
    onGreeted: nothing,
    onUp: nothing,
    onDown: nothing,
    onEvent: nothing,
    onSlot: nothing,
    onHeartbeat: nothing,
    onPairing: nothing,
    onObstacle: nothing,
    onLost: nothing,
    onFailure: nothing,
    ...handlers,
  });
  link.start();
  return link;
}

test("goes on when a handler throws", async () => {
  const clock = new VirtualClock();
  const controller = new FakeController(clock);
  const failures: unknown[] = [];
  let heartbeats = 0;
  const link = linkTo(controller, clock, {
    onHeartbeat: () => {
      if (++heartbeats === 1) throw new Error("disk full");
    },
    onFailure: (error) => failures.push(error),
  });
  await clock.until(() => heartbeats === 3);
  expect(failures).toHaveLength(1);
  await expect(clock.pass(link.execute({ name: "operator_open", id: 9, locker: 1 }))).resolves.toMatchObject({
    how: "answered",
  });
  link.close();
});

test("who could not take a session in is given another one, and no more after that", async () => {
  const clock = new VirtualClock();
  const controller = new FakeController(clock);
  const failures: unknown[] = [];
  const sessions: number[] = [];
  const link = linkTo(controller, clock, {
    onUp: ({ welcome }) => {
      sessions.push(welcome.handshake);
      if (sessions.length === 1) throw new Error("disk full");
    },
    onFailure: (error) => failures.push(error),
  });
  await clock.until(() => sessions.length === 2);
  await clock.advance(5000);
  expect(sessions).toEqual([1, 2]);
  expect(failures).toHaveLength(1);
  link.close();
});

test("what a handler sends leaves after what was to be sent before it", async () => {
  const clock = new VirtualClock();
  const controller = new FakeController(clock);
  const link = linkTo(controller, clock, {
    onUp: () => {
      link.notify({ name: "query_slot", locker: 1 });
      link.notify({ name: "query_slot", locker: 2 });
    },
  });
  await clock.until(
    () => controller.received.filter((message) => message.name === "query_slot").length === 2,
  );
  expect(link.frames.dropped).toBe(0);
  link.close();
});

test("a refusal of before does not end the session that came after it", async () => {
  const clock = new VirtualClock();
  const controller = new FakeController(clock);
  controller.session.pairingKey = undefined;
  const met: string[] = [];
  let ups = 0;
  const link = linkTo(controller, clock, {
    onObstacle: ({ what }) => met.push(what),
    onUp: () => ups++,
  });
  await clock.advance(100);
  expect(met).toEqual(["not_paired"]);
  controller.session.pairingKey = PAIRING_KEY;
  await clock.advance(5000);
  expect(ups).toBe(1);
  link.close();
});

test("leaves no timer and no connection behind", async () => {
  const clock = new VirtualClock();
  const controller = new FakeController(clock);
  const before = clock.timers;
  const link = linkTo(controller, clock, {});
  await clock.advance(1000);
  const waiting = link.execute({ name: "operator_open", id: 9, locker: 1 });
  link.close();
  link.close();
  await expect(waiting).resolves.toEqual({ how: "unknown" });
  await expect(link.execute({ name: "operator_open", id: 10, locker: 1 })).resolves.toEqual({
    how: "unreachable",
  });
  await clock.advance(5000);
  expect(clock.timers).toBe(before);
  expect(controller.connections).toBe(1);
});
