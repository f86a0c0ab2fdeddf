/** A flood on the bridge port, from many addresses and never ending: doors open all the same. */
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { setUp, startSketch, startWifiSite, until, WIFI } from "./wifi-site.ts";

const ADDRESSES = 20;
const EACH = 5;
const NOISE = Buffer.alloc(16_384, 0x02);

/** Calls again whenever it is hung up on, and writes as fast as it may; half of them write nothing at all. */
function flood(port: number): { calls: number } {
  const seen = { calls: 0 };
  const sockets = new Set<Socket>();
  let over = false;
  const call = (localAddress: string, silent: boolean): void => {
    if (over) return;
    seen.calls++;
    const socket = connect({ port, host: "127.0.0.1", localAddress });
    sockets.add(socket);
    const pour = () => {
      while (!socket.destroyed && socket.write(NOISE));
    };
    socket.on("error", () => {});
    socket.on("connect", () => {
      if (!silent) pour();
    });
    socket.on("drain", pour);
    socket.on("close", () => {
      sockets.delete(socket);
      setImmediate(call, localAddress, silent);
    });
    socket.resume();
  };
  for (let index = 0; index < ADDRESSES * EACH; index++)
    call(`127.0.2.${1 + (index % ADDRESSES)}`, index % 2 === 0);
  onTestFinished(() => {
    over = true;
    for (const socket of sockets) socket.destroy();
  });
  return seen;
}

test("a cabinet links and opens its doors during a flood", async () => {
  const wifi = await startWifiSite();
  const seen = flood(wifi.bridges.port);
  await until(() => seen.calls > ADDRESSES * EACH);
  setUp(wifi.folder, { ...WIFI, gateway: { host: "127.0.0.1", port: wifi.bridges.port } });
  startSketch({ serial: wifi.serial, folder: wifi.folder });
  await until(wifi.linked);
  for (const locker of [1, 2, 3]) await wifi.site.open({ cabinet: "main", locker }, "during a flood");
  expect(wifi.pulses()).toEqual([1, 2, 3]);
});
