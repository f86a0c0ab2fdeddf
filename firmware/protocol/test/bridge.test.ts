import { expect, test } from "vitest";
import { encodeBridgeReport, encodeHeard, isBridgeFrame, readBridgeReport } from "../src/bridge.ts";
import { encodeBody } from "../src/codec.ts";
import { encodePlainFrame, parseFrame } from "../src/frame.ts";
import { bytes, examples, stated } from "./support/protocol-text.ts";

const REPORT = {
  ...{ version: "0.1.0", rssi: -61, resetCause: 6, chip: "00c0ffee" },
  ...{ uptime: 90, connections: 1, overruns: 0, dropped: 2, noise: 3 },
};
const example = bytes(stated(/3 runs of noise:\n`([0-9A-F ]+)`/));

test("report and answer are byte for byte as in PROTOCOL.md", () => {
  expect(encodeBridgeReport(REPORT)).toEqual(example);
  expect(readBridgeReport(example.subarray(1, -1))).toEqual(REPORT);
  expect(encodeHeard(true)).toEqual(bytes(stated(/`heard` with 1 is `([0-9A-F ]+)`/)));
  expect(encodeHeard(false)).toEqual(bytes(stated(/, with 0 `([0-9A-F ]+)`/)));
});

test("frames of the link are none of the bridge, and the other way round", () => {
  for (const { wire } of examples) {
    expect(isBridgeFrame(wire.subarray(1, -1))).toBe(false);
    expect(readBridgeReport(wire.subarray(1, -1))).toBeUndefined();
  }
  for (const wire of [example, encodeHeard(true)]) {
    expect(isBridgeFrame(wire.subarray(1, -1))).toBe(true);
    expect(parseFrame(wire.subarray(1, -1), () => new Uint8Array(16)).ok).toBe(false);
  }
});

test("a damaged report is none", () => {
  for (let at = 1; at < example.length - 1; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = example.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      expect(readBridgeReport(damaged.subarray(1, -1))).toBeUndefined();
    }
  }
});

test("no bytes are read with harm, and none but a report are one", () => {
  expect(readBridgeReport(new Uint8Array(0))).toBeUndefined();
  expect(readBridgeReport(new Uint8Array(500).fill(3))).toBeUndefined();
  const hello = encodePlainFrame(encodeBody({ name: "gateway_heartbeat" }));
  expect(readBridgeReport(hello.subarray(1, -1))).toBeUndefined();
});
