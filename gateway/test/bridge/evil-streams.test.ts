/** Whoever owns the bridges of two cabinets mixes them up: no door opens but the one that was asked for, in its cabinet. */
import { expect, test } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { RealController } from "../support/real-controller.ts";
import { type CalledSite, controllerOf, startCalledSite } from "./called-site.ts";
import { Switchboard } from "./switchboard.ts";

const CABINETS = ["a", "b"];

async function twoCabinets() {
  const site = await startCalledSite(CABINETS);
  const controllers = CABINETS.map((id) => controllerOf(site, id));
  const board = new Switchboard(site, controllers);
  await bothUp(site);
  return { site, board, pulses: () => controllers.map(({ pulses }) => pulses) };
}

function bothUp({ clock, link }: CalledSite): Promise<void> {
  return clock.until(() => CABINETS.every((id) => link(id) === "up"), 10_000);
}

function open({ clock, site }: CalledSite, cabinet: string, locker: number): Promise<unknown> {
  return clock.pass(site.open({ cabinet, locker }, "mixed up"));
}

test("two streams are swapped in the middle: each cabinet is found again where it is now", async () => {
  const { site, board, pulses } = await twoCabinets();
  board.order = [1, 0];
  await site.clock.until(() => CABINETS.every((id) => site.link(id) === "down"));
  await bothUp(site);
  await open(site, "a", 2);
  await open(site, "b", 5);
  expect(pulses()).toEqual([[2], [5]]);
});

test("two streams are swapped again and again while doors are asked for", async () => {
  const { site, board, pulses } = await twoCabinets();
  for (let round = 0; round < 12; round++) {
    board.order.reverse();
    void site.site.open({ cabinet: "a", locker: 3 }, "mixed up").catch(() => {});
    await site.clock.advance(130 * (round + 1));
  }
  const [a = [], b = []] = pulses();
  expect(b).toEqual([]);
  expect(a.filter((locker) => locker !== 3)).toEqual([]);
  expect(a.length).toBeLessThanOrEqual(12);
  board.order = [0, 1];
  await site.clock.advance(10_000);
  await bothUp(site);
  await open(site, "b", 7);
  expect(pulses()[1]).toEqual([7]);
});

test("who answers hello with another cabinet's welcome has a stream without its controller, and nothing more", async () => {
  const { site, board, pulses } = await twoCabinets();
  let told = 0;
  // The other controller proves itself, then the wire leads to the first one.
  board.onTold = () => {
    told++;
    board.order = [0, 1];
  };
  for (let round = 0; round < 5; round++) {
    board.order = [1, 0];
    for (const stream of CABINETS.keys()) board.hangUp(stream);
    for (const cabinet of CABINETS) void site.site.open({ cabinet, locker: 4 }, "mixed up").catch(() => {});
    await site.clock.advance(3000);
  }
  expect(told).toBeGreaterThan(4);
  for (const one of pulses()) expect(one.filter((locker) => locker !== 4)).toEqual([]);
  board.onTold = () => {};
  await bothUp(site);
  const before = pulses().map((one) => one.length);
  await open(site, "a", 6);
  expect(pulses().map((one) => one.length)).toEqual([(before[0] ?? 0) + 1, before[1]]);
});

test("what was recorded of old sessions does nothing in a later one, to the real firmware", async () => {
  const site = await startCalledSite(["main"], memoryKeys(new Map([["main", PAIRING_KEY]])));
  const controller = new RealController(site.clock);
  const board = new Switchboard(site, [controller]);
  const up = () => site.clock.until(() => site.link("main") === "up", 10_000);
  await up();
  await open(site, "main", 1);
  for (let session = 0; session < 2; session++) {
    board.hangUp(0);
    await site.clock.until(() => site.link("main") === "down");
    await up();
    const [down, back] = [board.toController.slice(), board.toGateway.slice()];
    expect(Math.min(down.length, back.length)).toBeGreaterThan(10);
    for (const bytes of down) board.send(0, bytes);
    for (const bytes of back) board.say(0, bytes);
    await site.clock.advance(3000);
  }
  expect(controller.pulses).toEqual([1]);
  await up();
  await open(site, "main", 2);
  expect(controller.pulses).toEqual([1, 2]);
});
