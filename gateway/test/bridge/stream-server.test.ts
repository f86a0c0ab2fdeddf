/** Bridges that are TCP servers themselves, as ESPHome's stream_server: the gateway dials them (port.tcp). */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { RealTimeRunner, readReleaseHex, VirtualCabinet } from "@holdfast/virtual";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { openSite } from "../../src/open-site.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { testEeprom } from "../support/real-controller.ts";
import { configuration, temporaryFolder } from "../support/test-site.ts";
import { until } from "./wifi-site.ts";

/** Bytes of each client to the UART, bytes of the UART to each client; it knows no frames and no limits. */
async function streamServer(cabinet: VirtualCabinet, runner: RealTimeRunner) {
  const clients = new Set<Socket>();
  let heard: number[] = [];
  cabinet.uart.onByte = (byte) => heard.push(byte);
  onTestFinished(
    runner.onRound(() => {
      const bytes = Uint8Array.from(heard);
      heard = [];
      if (bytes.length > 0) for (const client of clients) client.write(bytes);
    }),
  );
  const server = createServer((socket) => {
    clients.add(socket);
    socket.on("data", (bytes) => cabinet.uart.send(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => clients.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const restart = () => {
    for (const client of clients) client.resetAndDestroy();
  };
  onTestFinished(restart);
  return { port: (server.address() as AddressInfo).port, clients, restart };
}

test("doors open through a plain TCP server, also after it restarted and while others write", async () => {
  const cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: testEeprom() });
  const runner = new RealTimeRunner(cabinet);
  runner.start();
  onTestFinished(() => runner.stop());
  const server = await streamServer(cabinet, runner);
  const { site, close } = await openSite({
    configuration: configuration({
      cabinet: [{ id: "main", name: "Main", port: { tcp: `127.0.0.1:${server.port}` } }],
    }),
    folder: temporaryFolder(),
    log: pino({ level: "silent" }),
    provider: { name: "test", delivers: true, send: () => Promise.resolve() },
    keys: memoryKeys(new Map([["main", PAIRING_KEY]])),
  });
  onTestFinished(close);
  const linked = () => site.state().cabinets[0]?.link === "up";
  await until(linked);
  await site.open({ cabinet: "main", locker: 1 }, "through the server");
  const other = connect(server.port, "127.0.0.1").on("error", () => {});
  onTestFinished(() => void other.destroy());
  other.write(Uint8Array.from({ length: 300 }, (_, at) => at & 0xff));
  await until(() => server.clients.size === 2);
  server.restart();
  await until(() => !linked());
  await until(linked);
  await site.open({ cabinet: "main", locker: 2 }, "after a restart");
  expect(cabinet.relayLog.map(({ locker }) => locker)).toEqual([1, 2]);
});
