import { expect, test } from "vitest";
import { CabinetLink, type LinkHandlers } from "../../src/link/cabinet-link.ts";
import { systemRandom } from "../../src/random.ts";
import { FakeController } from "../support/fake-controller.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const HANDLERS = [
  ...(["onGreeted", "onUp", "onDown", "onEvent", "onSlot"] as const),
  ...(["onHeartbeat", "onPairing", "onObstacle", "onLost", "onFailure"] as const),
];

async function linked() {
  const clock = new VirtualClock();
  const controller = new FakeController(clock);
  const ups: number[] = [];
  const downs: string[] = [];
  const handlers = {
    ...Object.fromEntries(HANDLERS.map((name) => [name, () => {}])),
    onUp: () => void ups.push(clock.monotonic()),
    onDown: (reason: string) => void downs.push(reason),
  } as unknown as LinkHandlers;
  const options = { transport: controller, clock, random: systemRandom, keys: () => [PAIRING_KEY] };
  const link = new CabinetLink(options, handlers);
  link.start();
  await clock.until(() => ups.length === 1);
  return { clock, controller, link, ups, downs };
}

test("a link that rests opens its port no more, until it is woken", async () => {
  const { clock, controller, link, ups, downs } = await linked();
  const before = controller.connections;
  expect(link.rest()).toBe(true);
  await clock.advance(600_000);
  expect({ connections: controller.connections, downs }).toEqual({
    connections: before,
    downs: ["the connection was closed"],
  });
  link.wake();
  await clock.until(() => ups.length === 2);
  expect(controller.connections).toBe(before + 1);
  link.close();
});

test("while a command is on its way it does not rest", async () => {
  const { clock, link, downs } = await linked();
  const opening = link.execute({ name: "operator_open", id: 9, locker: 1 });
  expect(link.rest()).toBe(false);
  await expect(clock.pass(opening)).resolves.toMatchObject({ how: "answered" });
  expect(downs).toEqual([]);
  expect(link.rest()).toBe(true);
  link.close();
});

test("a port that nobody answers on can be lent too, and a command meanwhile is told that nobody is there", async () => {
  const { clock, controller, link, ups } = await linked();
  controller.reachable = false;
  controller.cut();
  await clock.advance(1000);
  expect(link.rest()).toBe(true);
  const opening = link.execute({ name: "operator_open", id: 9, locker: 1 });
  await expect(clock.pass(opening)).resolves.toEqual({ how: "unreachable" });
  controller.reachable = true;
  link.wake();
  await clock.until(() => ups.length === 2);
  link.close();
});
