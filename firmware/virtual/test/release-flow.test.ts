import { expect, test } from "vitest";
import { CYCLES_PER_MS, readReleaseHex, VirtualCabinet } from "../src/index.ts";
import { paired } from "./support/paired.ts";

const PULSE_MS = 200;
const PATIENCE_MS = 2000;

function started(options = {}): VirtualCabinet {
  const cabinet = new VirtualCabinet({
    hex: readReleaseHex(),
    eeprom: paired(),
    bounce: true,
    seed: 3,
    ...options,
  });
  cabinet.runUntil(() => cabinet.oled.text().some((row) => row.includes("free")), 3000);
  return cabinet;
}

function store(cabinet: VirtualCabinet): void {
  cabinet.type("A0791234567##4711#4711#");
  cabinet.runUntil(() => cabinet.doors[0]?.open === true, PATIENCE_MS);
  cabinet.runFor(PULSE_MS);
  cabinet.doors[0]?.pushShut();
  cabinet.runFor(500);
}

test("what is stored at the keypad is collected at the keypad, with no gateway anywhere", () => {
  const cabinet = started();
  store(cabinet);
  cabinet.type("B0791234567#4711#");
  cabinet.runUntil(() => cabinet.doors[0]?.open === true, PATIENCE_MS);
  cabinet.runFor(PULSE_MS);
  const pulses = cabinet.relayLog.map(({ locker, fromCycle, toCycle = 0 }) => [
    locker,
    Math.round((toCycle - fromCycle) / CYCLES_PER_MS),
  ]);
  expect(pulses).toEqual([
    [1, PULSE_MS],
    [1, PULSE_MS],
  ]);
});

test("a wrong PIN opens nothing", () => {
  const cabinet = started();
  store(cabinet);
  cabinet.type("B0791234567#4712#");
  cabinet.runFor(PATIENCE_MS);
  expect(cabinet.doors[0]?.open).toBe(false);
  expect(cabinet.relayLog).toHaveLength(1);
});

test("what was stored is still there after a power cut, and coming back opens nothing", () => {
  const cabinet = started();
  store(cabinet);
  cabinet.cutPower();
  cabinet.runFor(1000);
  expect(cabinet.oled.pixels.every((byte) => byte === 0)).toBe(true);
  cabinet.restorePower();
  cabinet.runFor(2000);
  expect(cabinet.relayLog).toHaveLength(1);
  cabinet.type("B0791234567#4711#");
  cabinet.runUntil(() => cabinet.doors[0]?.open === true, PATIENCE_MS);
});

test("a hang is ended by the watchdog with the lock supply off", () => {
  const cabinet = started();
  cabinet.faults.hangMcu();
  cabinet.runUntil(() => cabinet.lastReset === "watchdog", 1000);
  expect(cabinet.locks.supplyOn).toBe(false);
  cabinet.runUntil(() => cabinet.oled.text().some((row) => row.includes("free")), 3000);
  expect(cabinet.relayLog).toEqual([]);
});

test("the same seed and the same keys give the same cycles", () => {
  const run = () => {
    const cabinet = started({ seed: 11 });
    store(cabinet);
    return {
      cycles: cabinet.cycles,
      awake: cabinet.awakeCycles,
      log: cabinet.relayLog,
      lines: cabinet.lineLog,
    };
  };
  expect(run()).toEqual(run());
});

test("it idles mostly asleep, and no I2C transfer holds the bus for more than a millisecond", () => {
  const cabinet = started();
  const [from, awake] = [cabinet.cycles, cabinet.awakeCycles];
  cabinet.runFor(5000);
  expect((cabinet.awakeCycles - awake) / (cabinet.cycles - from)).toBeLessThan(0.2);
  expect(cabinet.i2c.longestCycles).toBeLessThan(CYCLES_PER_MS);
});

test("the screen can be had as a picture", () => {
  const png = started().oled.png(2);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
});
