/** How long after the network is back a door can be opened again: firmware, sketch and gateway are the real ones. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Air } from "@holdfast/bridge/air";
import { buildSketch } from "@holdfast/bridge/build";
import { Sketch, setUp } from "@holdfast/bridge/sketch";
import { openBridges } from "@holdfast/gateway/bridges";
import { GatewayConfiguration } from "@holdfast/gateway/configuration";
import { memoryKeys } from "@holdfast/gateway/keys";
import { openSite } from "@holdfast/gateway/open-site";
import { openPty, RealTimeRunner, readReleaseHex, serveUart, VirtualCabinet } from "@holdfast/virtual";
import pino from "pino";
import { demoEeprom, demoKeys } from "../paired.ts";

const CREDENTIALS = { ssid: "bench", password: "fail-secure" };
const LOOK_MS = 5;
/** A link that did not come back by then is not waited for. */
const GIVE_UP_MS = 30_000;

/** Seconds of the slowest return. */
export async function relinkSeconds(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-relink-"));
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const runner = new RealTimeRunner(new VirtualCabinet({ hex: readReleaseHex(), eeprom: demoEeprom() }));
    const uart = await serveUart(runner);
    const pty = await openPty({ path: join(folder, "uart"), port: uart.port });
    runner.start();
    closers.push(
      () => uart.close(),
      () => pty.close(),
      () => runner.stop(),
    );
    const log = pino({ level: "silent" });
    const bridges = await openBridges({ listen: "127.0.0.1:0", log });
    closers.push(() => bridges.close());
    const { site, close } = await openSite({
      ...{ folder, log },
      configuration: GatewayConfiguration.parse({
        cabinet: [{ id: "bench", name: "Bench", port: { bridge: true } }],
      }),
      transport: ({ id }) => bridges.transport(id),
      keys: memoryKeys(new Map([["bench", demoKeys.pairingKey]])),
    });
    closers.push(close);
    const air = await Air.open(bridges.port);
    closers.push(() => air.close());
    setUp(folder, { ...CREDENTIALS, gateway: { host: "127.0.0.1", port: air.port } });
    const program = await buildSketch("fast");
    let sketch = new Sketch({ program, serial: pty.path, folder });
    closers.push(() => sketch.cutPower());
    const up = () => site.state().cabinets[0]?.link === "up";
    const seconds = async (): Promise<number> => {
      const from = performance.now();
      while (!up() && performance.now() - from < GIVE_UP_MS) await delay(LOOK_MS);
      return (performance.now() - from) / 1000;
    };
    await seconds();
    let worst = 0;
    const harms: ((away: number) => Promise<void>)[] = [
      async () => air.cut(),
      async () => air.forgetBridge(),
      async () => air.forgetGateway(),
      async (away) => {
        air.stall(true);
        await delay(away);
        air.stall(false);
      },
      async (away) => {
        sketch.wifi(false);
        await delay(away);
        sketch.wifi(true);
      },
      async (away) => {
        await sketch.cutPower();
        await delay(away);
        sketch = new Sketch({ program, serial: pty.path, folder, chatter: true });
      },
    ];
    for (const harm of harms) {
      for (const away of [1000, 2700, 4100, 9000]) {
        await harm(away);
        // Until both sides have noticed nothing is up that was down.
        for (const from = performance.now(); up() && performance.now() - from < 4000; ) await delay(LOOK_MS);
        worst = Math.max(worst, await seconds());
        await delay(1200);
      }
    }
    return worst;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
