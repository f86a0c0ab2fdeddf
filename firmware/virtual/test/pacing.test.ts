import { expect, test } from "vitest";
import { RealTimeRunner } from "../src/index.ts";
import { FakeClock } from "./support/fake-clock.ts";
import { cabinetWith } from "./support/program.ts";

function running() {
  const clock = new FakeClock();
  const cabinet = cabinetWith("sleep");
  const runner = new RealTimeRunner(cabinet, clock);
  runner.start();
  return { clock, cabinet, runner };
}

test("the cabinet's time follows the clock to within a round", () => {
  const { clock, cabinet } = running();
  clock.pass(1000);
  expect(cabinet.milliseconds).toBeGreaterThan(997);
  expect(cabinet.milliseconds).toBeLessThanOrEqual(1000.1);
});

test("after a short delay it catches up, 25 ms at a time", () => {
  const { clock, cabinet } = running();
  clock.pass(100);
  clock.jump(150);
  expect(cabinet.milliseconds).toBeLessThan(126);
  clock.pass(20);
  expect(cabinet.milliseconds).toBeGreaterThan(267);
});

test("after a long one the lost time stays lost", () => {
  const { clock, cabinet } = running();
  clock.pass(100);
  clock.jump(60_000);
  clock.pass(100);
  expect(cabinet.milliseconds).toBeGreaterThan(195);
  expect(cabinet.milliseconds).toBeLessThan(230);
});

test("stopped, it stands still, and starting again makes up for nothing", () => {
  const { clock, cabinet, runner } = running();
  clock.pass(100);
  runner.stop();
  const stoppedAt = cabinet.milliseconds;
  clock.pass(100);
  expect(cabinet.milliseconds).toBe(stoppedAt);
  runner.start();
  clock.pass(10);
  expect(cabinet.milliseconds).toBeLessThan(stoppedAt + 11);
});

test("catching up between two rounds brings it to this moment", () => {
  const { clock, cabinet, runner } = running();
  clock.pass(101);
  runner.catchUp();
  expect(cabinet.milliseconds).toBeCloseTo(101, 1);
});
