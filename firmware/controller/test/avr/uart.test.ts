import { expect, test } from "vitest";
import { probe, ROW, row } from "./probe.ts";

test("a frame at full speed comes through whole, both ways, while keys and pictures go on", () => {
  const cabinet = probe();
  const received: number[] = [];
  cabinet.uart.onByte = (byte) => received.push(byte);
  const frame = Uint8Array.from({ length: 100 }, (_, index) => index + 1);
  cabinet.uart.send(frame);
  cabinet.tap("1");
  cabinet.uart.send(frame);
  cabinet.tap("2");
  expect(received).toEqual([...frame, ...frame]);
  expect(cabinet.uart.overruns).toBe(0);
});

test("what does not fit is refused whole", () => {
  const cabinet = probe();
  const received: number[] = [];
  cabinet.uart.onByte = (byte) => received.push(byte);
  cabinet.uart.send(Uint8Array.of(0xee));
  cabinet.runFor(20);
  expect(received).toEqual([0xee]);
  expect(row(cabinet, ROW.state)).not.toBe("sent too much");
});
