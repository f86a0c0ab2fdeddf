import { expect, test } from "vitest";
import { cabinetWith } from "./support/program.ts";

const MESSAGE = Uint8Array.from({ length: 200 }, (_, index) => (index * 7) & 0xff);

test("every byte is echoed at 500000 baud, one each 20 us", () => {
  const cabinet = cabinetWith("uart_echo", {}, "-DUBRR=3");
  const echoed: number[] = [];
  const cycles: number[] = [];
  cabinet.uart.onByte = (byte, cycle) => {
    echoed.push(byte);
    cycles.push(cycle);
  };
  cabinet.runFor(100);
  const from = cabinet.cycles;
  cabinet.uart.send(MESSAGE);
  cabinet.runFor(10);
  expect(echoed).toEqual([...MESSAGE]);
  expect(cabinet.uart.overruns).toBe(0);
  // 10 bits of 32 cycles in, 10 out.
  expect((cycles[0] ?? 0) - from).toBeGreaterThanOrEqual(640);
  expect((cycles[0] ?? 0) - from).toBeLessThan(740);
  const gaps = cycles.slice(1).map((cycle, index) => cycle - (cycles[index] ?? 0));
  expect(Math.min(...gaps)).toBe(320);
  expect((cycles.at(-1) ?? 0) - (cycles[0] ?? 0)).toBeLessThan(199 * 320 + 100);
});
