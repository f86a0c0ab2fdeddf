/** The sketch as a process loses its connection and its power. What else can happen to it: chaos.test.ts, in virtual time. */
import { Air } from "@holdfast/bridge/air";
import { expect, onTestFinished, test } from "vitest";
import { setUp, startSketch, startWifiSite, until, WIFI } from "./wifi-site.ts";

/** Opened while power fails: it may open or not. */
const DOUBTFUL = 8;

test("a cut, a half-open connection, Wi-Fi that goes, and power that fails in the middle of frames", async () => {
  const wifi = await startWifiSite();
  const air = await Air.open(wifi.bridges.port);
  onTestFinished(() => air.close());
  setUp(wifi.folder, { ...WIFI, gateway: { host: "127.0.0.1", port: air.port } });
  const start = () => startSketch({ serial: wifi.serial, folder: wifi.folder, chatter: true });
  let sketch = start();
  const opened: number[] = [];
  const works = async (locker: number) => {
    await until(wifi.linked);
    await wifi.site.open({ cabinet: "main", locker }, "still works");
    opened.push(locker);
    expect(wifi.pulses().filter((pulsed) => pulsed !== DOUBTFUL)).toEqual(opened);
  };
  await works(1);
  air.cut();
  await until(() => !wifi.linked());
  await works(2);
  air.forgetBridge();
  await until(() => !wifi.linked());
  await works(3);
  sketch.wifi(false);
  await until(() => !wifi.linked());
  sketch.wifi(true);
  await works(4);
  for (let life = 1; life <= 2; life++) {
    void wifi.site.open({ cabinet: "main", locker: DOUBTFUL }, "under way").catch(() => {});
    await sketch.cutPower();
    sketch = start();
    await until(() => !wifi.linked());
    await works(4 + life);
    expect(wifi.pulses().filter((locker) => locker === DOUBTFUL).length).toBeLessThanOrEqual(life);
  }
});
