import { expect, it } from "vitest";
import { VirtualClock } from "../../../gateway/test/support/virtual-clock.ts";
import { Hosts } from "../../src/replicator/index.ts";

const [a, b] = [
  { host: "a", port: 1 },
  { host: "b", port: 2 },
];

function hosts(random = () => 0.999) {
  const clock = new VirtualClock();
  return { clock, all: new Hosts([a, b], clock, random) };
}

it("takes the first in order that is not resting", async () => {
  const { clock, all } = hosts();
  expect(all.next()).toBe(a);
  all.failed(a, false);
  expect(all.next()).toBe(b);
  all.failed(b, false);
  expect(all.next()).toBeUndefined();
  expect(all.wait()).toBeGreaterThan(1900);
  await clock.advance(2000);
  expect(all.next()).toBe(a);
});

it("lets one rest longer the more often it failed, up to a minute, and forgets it when it worked", () => {
  const { clock, all } = hosts();
  all.failed(b, true);
  const waits = Array.from({ length: 8 }, () => {
    all.failed(a, false);
    const wait = all.wait();
    clock.block(wait);
    return Math.round(wait / 1000);
  });
  expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  all.worked(a);
  all.failed(a, false);
  expect(Math.round(all.wait() / 1000)).toBe(2);
});

it("never comes back in less than a second", () => {
  const { all } = hosts(() => 0);
  all.failed(a, false);
  all.failed(b, false);
  expect(all.wait()).toBe(1000);
});

it("is hopeless only when all of them wait for a person", () => {
  const { all } = hosts();
  all.failed(a, true);
  expect(all.hopeless).toBe(false);
  all.failed(b, true);
  expect(all.hopeless).toBe(true);
  all.worked(b);
  expect(all.hopeless).toBe(false);
});
