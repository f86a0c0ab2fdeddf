/** From a bridge that nobody has set up to an open door: firmware, sketch and gateway are the real ones. */
import { BRIDGE_VERSION } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { setUp, startSketch, startWifiSite, until, WIFI } from "./wifi-site.ts";

test("set up on its page, the bridge finds the gateway by itself, and a door opens", async () => {
  const wifi = await startWifiSite();
  const gateways = [`127.0.0.1:${wifi.bridges.port}`];
  const sketch = startSketch({ serial: wifi.serial, folder: wifi.folder, gateways, chatter: true });
  const page = `http://127.0.0.1:${await sketch.portal}/`;
  expect(await (await fetch(page)).text()).toContain("holdfast bridge");
  const form = new URLSearchParams({ ...WIFI, gateway: "" });
  expect(await (await fetch(page, { method: "POST", body: form })).text()).toContain("Kept");
  await until(wifi.linked);
  await wifi.site.open({ cabinet: "main", locker: 3 }, "first door");
  expect(wifi.pulses()).toEqual([3]);
});

test("with an address of its own it needs no mDNS, and the operator sees how it is", async () => {
  const wifi = await startWifiSite();
  setUp(wifi.folder, { ...WIFI, gateway: { host: "127.0.0.1", port: wifi.bridges.port } });
  startSketch({ serial: wifi.serial, folder: wifi.folder });
  await until(() => wifi.linked() && wifi.site.status().cabinets[0]?.bridge !== undefined);
  expect(wifi.site.status().cabinets[0]).toMatchObject({
    port: "bridge 127.0.0.1",
    bridge: { address: "127.0.0.1", version: BRIDGE_VERSION, rssi: -61, connections: 1, dropped: 0 },
  });
});
