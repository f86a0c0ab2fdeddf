/** A cabinet on Wi-Fi: the real firmware, its UART as a device, the sketch as a process, and the real gateway. */
import { join } from "node:path";
import { buildSketch } from "@holdfast/bridge/build";
import { Sketch, type SketchOptions, setUp } from "@holdfast/bridge/sketch";
import { openPty, RealTimeRunner, readReleaseHex, serveUart, VirtualCabinet } from "@holdfast/virtual";
import pino from "pino";
import { onTestFinished, vi } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { type Bridges, openBridges } from "../../src/link/bridges.ts";
import { openSite } from "../../src/open-site.ts";
import type { Site } from "../../src/site.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { testEeprom } from "../support/real-controller.ts";
import { configuration, temporaryFolder } from "../support/test-site.ts";

export const WIFI = { ssid: "Sports hall", password: "fail-secure" };
const log = pino({ level: "silent" });
const program = await buildSketch("checked");

/** Resolves when it holds; the test's own time limit ends it. */
export function until(condition: () => boolean): Promise<unknown> {
  return vi.waitUntil(condition, { timeout: 50_000, interval: 5 });
}

/** The firmware at true speed, with its UART as a device. */
export async function wiredCabinet(): Promise<{ cabinet: VirtualCabinet; serial: string }> {
  const cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: testEeprom() });
  const runner = new RealTimeRunner(cabinet);
  const uart = await serveUart(runner);
  const pty = await openPty({ path: join(temporaryFolder(), "uart"), port: uart.port });
  runner.start();
  onTestFinished(async () => {
    runner.stop();
    await pty.close();
    await uart.close();
  });
  return { cabinet, serial: pty.path };
}

/** Started, and ended with the test; what the sanitizers said is an error. */
export function startSketch(options: Omit<SketchOptions, "program">): Sketch {
  const sketch = new Sketch({ program, ...options });
  onTestFinished(async () => {
    await sketch.cutPower();
    if (sketch.errors !== "") throw new Error(sketch.errors);
  });
  return sketch;
}

/** The real gateway with one cabinet behind a bridge. */
export async function wirelessGateway(): Promise<{ site: Site; bridges: Bridges }> {
  const bridges = await openBridges({ listen: "127.0.0.1:0", log });
  const { site, close } = await openSite({
    configuration: configuration({ cabinet: [{ id: "main", name: "Main", port: { bridge: true } }] }),
    folder: temporaryFolder(),
    log,
    transport: ({ id }) => bridges.transport(id),
    provider: { name: "test", delivers: true, send: () => Promise.resolve() },
    keys: memoryKeys(new Map([["main", PAIRING_KEY]])),
  });
  onTestFinished(async () => {
    await close();
    await bridges.close();
  });
  return { site, bridges };
}

export interface WifiSite {
  readonly cabinet: VirtualCabinet;
  readonly site: Site;
  readonly bridges: Bridges;
  readonly serial: string;
  readonly folder: string;
  linked(): boolean;
  /** The locks that were energised, in their order. */
  pulses(): number[];
}

export async function startWifiSite(): Promise<WifiSite> {
  const { cabinet, serial } = await wiredCabinet();
  const { site, bridges } = await wirelessGateway();
  return {
    ...{ cabinet, serial, site, bridges, folder: temporaryFolder() },
    linked: () => site.state().cabinets[0]?.link === "up",
    pulses: () => cabinet.relayLog.map(({ locker }) => locker),
  };
}

export { setUp };
