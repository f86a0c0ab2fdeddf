import { expect, test } from "vitest";
import { cabinetWith } from "./support/program.ts";

function echoAt(ubrr: number): number[] {
  const cabinet = cabinetWith("uart_echo", {}, `-DUBRR=${ubrr}`);
  const echoed: number[] = [];
  cabinet.uart.onByte = (byte) => echoed.push(byte);
  cabinet.runFor(100);
  cabinet.uart.send(Uint8Array.of(0x11, 0x22, 0x33));
  cabinet.runFor(5);
  return echoed;
}

test("a controller at another baud rate than the gateway understands nothing", () => {
  expect(echoAt(3)).toEqual([0x11, 0x22, 0x33]);
  expect(echoAt(7)).not.toEqual([0x11, 0x22, 0x33]);
});
