import { expect, test } from "vitest";
import { cabinetWith, finish, result8 } from "./support/program.ts";

const DATA_OVERRUN = 0x08;
const FRAMING_ERROR = 0x10;

function readLate(bytes: number[], ubrr = 3): { read: number[]; status: number[]; overruns: number } {
  const cabinet = cabinetWith("uart_deaf", {}, `-DUBRR=${ubrr}`);
  cabinet.runFor(100);
  cabinet.uart.send(Uint8Array.from(bytes));
  cabinet.runFor(5);
  cabinet.serviceButton(true);
  finish(cabinet);
  const count = result8(cabinet, 0);
  const at = (offset: number) =>
    Array.from({ length: count }, (_, index) => result8(cabinet, 8 + 2 * index + offset));
  return { read: at(1), status: at(0), overruns: cabinet.uart.overruns };
}

test("two received bytes wait in the FIFO and one in the shift register, also when UCSR0B is written meanwhile", () => {
  expect(readLate([1, 2, 3])).toEqual({ read: [1, 2, 3], status: [0, 0, 0], overruns: 0 });
});

test("a fourth byte overruns the third and says so", () => {
  const { read, status, overruns } = readLate([1, 2, 3, 4]);
  expect(read).toEqual([1, 2, 4]);
  expect(status[0]).toBe(DATA_OVERRUN);
  expect(overruns).toBe(1);
});

test("a byte at another baud rate is garbled and has a framing error", () => {
  const { read, status } = readLate([1], 7);
  expect(status).toEqual([FRAMING_ERROR]);
  expect(read).not.toEqual([1]);
});
