import { expect, test } from "vitest";
import type { VirtualCabinet } from "../src/index.ts";
import { cabinetWith } from "./support/program.ts";

const SENT = Uint8Array.from({ length: 250 }, (_, index) => index);

function echo(prepare: (cabinet: VirtualCabinet) => void): number[] {
  const cabinet = cabinetWith("uart_echo", {}, "-DUBRR=3");
  const echoed: number[] = [];
  cabinet.uart.onByte = (byte) => echoed.push(byte);
  cabinet.runFor(100);
  prepare(cabinet);
  cabinet.uart.send(SENT);
  cabinet.runFor(20);
  return echoed;
}

test("noise flips bits, loses no byte, and is the same for the same seed", () => {
  const noisy = () => echo((cabinet) => cabinet.faults.uartNoise({ seed: 7, probability: 0.1 }));
  const received = noisy();
  expect(received).toHaveLength(SENT.length);
  expect(received.filter((byte, index) => byte !== SENT[index]).length).toBeGreaterThan(10);
  expect(noisy()).toEqual(received);
});

test("loss drops bytes and changes none", () => {
  const received = echo((cabinet) => cabinet.faults.uartLoss({ seed: 7, probability: 0.1 }));
  expect(received.length).toBeLessThan(SENT.length - 20);
  expect(received.every((byte, index) => byte > (received[index - 1] ?? -1))).toBe(true);
});

test("a pulled cable passes nothing", () => {
  expect(
    echo((cabinet) => {
      cabinet.uart.connected = false;
    }),
  ).toEqual([]);
});
