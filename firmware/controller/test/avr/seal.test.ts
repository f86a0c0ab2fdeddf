/** What a frame costs on the controller, in its own cycles: the same code with the same flags as the firmware. */
import { cobsDecode, encodeSealedFrame, LIMITS } from "@holdfast/protocol";
import { CYCLES_PER_MS, VirtualCabinet } from "@holdfast/virtual";
import { beforeAll, expect, test } from "vitest";
import { sourceFiles } from "../../src/firmware.ts";
import { builtHex } from "./probe.ts";

/** Where the probe leaves its results, in the SRAM from 0x100. */
const RESULT = 0x700 - 0x100;
const CYCLES_A_TICK = 8;

let sram: Uint8Array;
beforeAll(() => {
  const core = sourceFiles(["core"]).filter((name) =>
    /\/(aes|ccm|crc|flash|inline|messages|seal)\.[ch]$/.test(name),
  );
  const cabinet = new VirtualCabinet({ hex: builtHex([...core, "test/avr/probe_seal.c"]) });
  cabinet.runUntil(() => cabinet.led, 200);
  sram = cabinet.sram.slice(RESULT, RESULT + 80);
});

function milliseconds(index: number): number {
  const ticks = new DataView(sram.buffer).getUint16(2 * index, true);
  return (ticks * CYCLES_A_TICK) / CYCLES_PER_MS;
}

test("sealing and opening 48 bytes take at most 5 ms each", () => {
  expect(sram[6]).toBe(1);
  expect(milliseconds(0)).toBeLessThanOrEqual(5);
  expect(milliseconds(1)).toBeLessThanOrEqual(5);
  // A timer that stands still would be quick too.
  expect(milliseconds(0)).toBeGreaterThan(1);
});

test("keys and locks wait for no more than one AES block", () => {
  expect(milliseconds(2)).toBeLessThanOrEqual(0.6);
});

test("the frame is the one that the other implementation makes", () => {
  const counted = Uint8Array.from({ length: LIMITS.HEADER_LENGTH + LIMITS.BODY_MAX }, (_, index) => index);
  const key = counted.slice(0, LIMITS.KEY_LENGTH);
  const body = counted.slice(LIMITS.HEADER_LENGTH);
  const wire = encodeSealedFrame(key, { session: 0x0201, counter: 0x06050403, body });
  const expected = cobsDecode(wire.subarray(1, -1));
  expect(sram.subarray(8, 8 + (expected?.length ?? 0))).toEqual(expected);
});
