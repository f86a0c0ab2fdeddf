import { expect, test } from "vitest";
import { cabinetWith, finish, result8 } from "./support/program.ts";

function pins(act: (cabinet: ReturnType<typeof cabinetWith>) => void) {
  const cabinet = cabinetWith("buzzer");
  finish(cabinet);
  act(cabinet);
  cabinet.runFor(1);
  return {
    tamper: result8(cabinet, 0) !== 0,
    service: result8(cabinet, 1) !== 0,
    sensors: result8(cabinet, 2) !== 0,
    bus: result8(cabinet, 3),
  };
}

test("the tamper switch is closed to ground, the service button open, the bus and the interrupt high", () => {
  expect(pins(() => undefined)).toEqual({ tamper: false, service: true, sensors: true, bus: 0x30 });
});

test("an open housing lets the tamper pin go high, the service button pulls its pin low", () => {
  const open = pins((cabinet) => {
    cabinet.tamper(true);
    cabinet.serviceButton(true);
  });
  expect(open).toMatchObject({ tamper: true, service: false });
});

test("a door that moves pulls the interrupt of the sensor expanders low", () => {
  expect(pins((cabinet) => cabinet.doors[0]?.springOpen())).toMatchObject({ sensors: false });
});

test("a stuck SDA is seen on its pin", () => {
  expect(pins((cabinet) => cabinet.faults.sdaStuck(true)).bus).toBe(0x20);
});
