/** What happens to Wi-Fi and to the bridge costs time: no wrong pulse, the keypad goes on, the link comes back. */
import { Air } from "@holdfast/bridge/air";
import { expect, onTestFinished, test } from "vitest";
import { setUp, startSketch, startWifiSite, until, WIFI } from "./wifi-site.ts";

/** Opened while something fails: it may open or not. */
const DOUBTFUL = 8;

async function onAir() {
  const wifi = await startWifiSite();
  const air = await Air.open(wifi.bridges.port);
  onTestFinished(() => air.close());
  setUp(wifi.folder, { ...WIFI, gateway: { host: "127.0.0.1", port: air.port } });
  const sketch = startSketch({ serial: wifi.serial, folder: wifi.folder, chatter: true });
  await until(wifi.linked);
  const opened: number[] = [];
  return {
    ...{ ...wifi, air, sketch },
    /** Opens a door, which must be the only pulse since the last one. */
    async works(locker: number) {
      await until(wifi.linked);
      await wifi.site.open({ cabinet: "main", locker }, "still works");
      opened.push(locker);
      expect(wifi.pulses().filter((pulsed) => pulsed !== DOUBTFUL)).toEqual(opened);
    },
  };
}

test("cuts, and connections that are half-open on either side", async () => {
  const t = await onAir();
  await t.works(1);
  for (const [index, harm] of (["cut", "forgetBridge", "forgetGateway"] as const).entries()) {
    t.air[harm]();
    await until(() => !t.linked());
    await t.works(2 + index);
  }
});

test("air that lets nothing through, and Wi-Fi that goes", async () => {
  const t = await onAir();
  t.air.stall(true);
  await until(() => !t.linked());
  t.air.stall(false);
  await t.works(1);
  t.sketch.wifi(false);
  await until(() => !t.linked());
  t.sketch.wifi(true);
  await t.works(2);
});

test("a bridge that loses power again and again, in the middle of frames", async () => {
  const t = await onAir();
  await t.sketch.cutPower();
  for (let life = 1; life <= 3; life++) {
    const sketch = startSketch({ serial: t.serial, folder: t.folder, chatter: true });
    await t.works(life);
    // It comes through before the power fails, or it does not; never twice.
    void t.site.open({ cabinet: "main", locker: DOUBTFUL }, "under way").catch(() => {});
    await sketch.cutPower();
    await until(() => !t.linked());
    expect(t.pulses().filter((locker) => locker === DOUBTFUL).length).toBeLessThanOrEqual(life);
  }
});

test("a bridge that hangs is as if it were not there, and the keypad does not notice", async () => {
  const t = await onAir();
  t.sketch.freeze(true);
  await until(() => !t.linked());
  const keys = async (text: string) => {
    for (const key of text) {
      const from = t.cabinet.milliseconds;
      t.cabinet.press(key);
      await until(() => t.cabinet.milliseconds >= from + 60);
      t.cabinet.release(key);
      await until(() => t.cabinet.milliseconds >= from + 120);
    }
  };
  const shows = (text: string) => until(() => t.cabinet.oled.text().join("\n").includes(text));
  await shows("A Store");
  await keys("A0791234567##");
  await shows("New PIN");
  await keys("2580#");
  await shows("again");
  await keys("2580#");
  await shows("put things in");
  expect(t.pulses()).toEqual([1]);
  t.sketch.freeze(false);
  await until(() => t.site.lockers()[0]?.state === "held");
});
