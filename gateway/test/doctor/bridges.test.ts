import { BRIDGE_VERSION } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { examine } from "../../src/doctor/index.ts";
import { makeCabinet, memoryStatus } from "../support/memory-parts.ts";
import { healthy } from "./healthy.ts";

const BRIDGE = {
  ...{ address: "10.0.0.9", version: BRIDGE_VERSION, rssi: -61, resetCause: 6, chip: "00c0ffee" },
  ...{ uptime: 7200, connections: 1, dropped: 2, noise: 3, overruns: 0 },
};
type Bridge = typeof BRIDGE;

const AVAHI_FILE = "/etc/avahi/services/holdfast.service";

const WELL = {
  link: "up" as "up" | "down",
  daemon: "active\n" as string | undefined,
  files: [AVAHI_FILE],
};

/** What is found of the site whose cabinet is behind a bridge that says this of itself. */
function found(name: string, bridge: Bridge | undefined, changes: Partial<typeof WELL> = {}) {
  const { link, daemon, files } = { ...WELL, ...changes };
  const { configuration, run } = healthy();
  const status = memoryStatus([{ ...makeCabinet("hall", 8), link }], 3, 0);
  const cabinets = status.cabinets.map((cabinet) => ({ ...cabinet, ...(bridge && { bridge }) }));
  const patient = healthy({
    status: { ...status, cabinets },
    configuration: configuration && { ...configuration, cabinets: [{ id: "hall", bridge: true }] },
    run: (program, ...args) => (program === "systemctl" ? daemon : run(program, ...args)),
    exists: (path) => files.includes(path),
  });
  return examine(patient, "2.0.0").find((one) => one.name === name);
}

test("a bridge that is well is shown with what it says", () => {
  expect(found("Wi-Fi hall", BRIDGE)).toEqual({
    ...{ name: "Wi-Fi hall", health: "ok" },
    found: `-61 dBm, up 2 h, 2 frames lost, version ${BRIDGE_VERSION}`,
  });
});

test.each<[string, Partial<Bridge>, RegExp]>([
  ["hangs", { resetCause: 3 }, /supply/],
  ["hears little", { rssi: -81 }, /antenna/],
  ["calls again and again", { connections: 6 }, /access point/],
  ["loses frames", { dropped: 13 }, /channel/],
  ["overflows", { dropped: 0, overruns: 13 }, /channel/],
  ["reads noise", { noise: 13 }, /divider/],
  ["is of another release", { version: "0.0.9" }, /bridge\/README/],
])("a bridge that %s is told with what to do", (_name, changes, advice) => {
  expect(found("Wi-Fi hall", { ...BRIDGE, ...changes })).toMatchObject({
    health: "warning",
    advice: expect.stringMatching(advice),
  });
});

test("a crash of long ago is forgiven", () => {
  expect(found("Wi-Fi hall", { ...BRIDGE, resetCause: 3, uptime: 90_000 })).toMatchObject({ health: "ok" });
});

test("a bridge that does not call, and one whose controller is silent, are bad in different ways", () => {
  expect(found("Wi-Fi hall", undefined, { link: "down" })).toMatchObject({
    health: "bad",
    advice: expect.stringContaining("TCP port 7532"),
  });
  expect(found("Wi-Fi hall", BRIDGE, { link: "down" })).toMatchObject({
    health: "bad",
    advice: expect.stringContaining("controller's power"),
  });
});

test("bridges that cannot find this machine by themselves are told", () => {
  expect(found("mDNS", BRIDGE)).toMatchObject({ health: "ok" });
  expect(found("mDNS", BRIDGE, { daemon: undefined })).toMatchObject({ health: "warning" });
  expect(found("mDNS", BRIDGE, { files: [] })).toMatchObject({ health: "warning" });
});

test("a controller behind a bridge is not flashed through it", () => {
  expect(found("controller hall", BRIDGE)?.advice).toMatch(/OPERATIONS/);
});
