import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { tcpTransport } from "../../src/link/tcp-transport.ts";
import { watch } from "../support/byte-stream.ts";

async function farSide(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("carries bytes both ways", async () => {
  const stream = watch(tcpTransport(await farSide((socket) => socket.pipe(socket)), systemClock));
  await stream.until(() => stream.opened === 1);
  stream.write(new Uint8Array([0, 1, 255]));
  await stream.until(() => stream.bytes.length === 3);
  expect([...stream.bytes]).toEqual([0, 1, 255]);
  stream.close();
  await stream.until(() => stream.closed.length === 1);
});

test.each([
  ["ends", (socket: Socket) => socket.end()],
  ["is killed", (socket: Socket) => socket.resetAndDestroy()],
])("tells once when the far side %s", async (_what, act) => {
  const stream = watch(tcpTransport(await farSide((socket) => setImmediate(() => act(socket))), systemClock));
  await stream.until(() => stream.closed.length === 1);
  stream.write(new Uint8Array([1]));
  stream.close();
  expect(stream.closed).toHaveLength(1);
  expect(stream.closed[0]).not.toBe("");
});

test("tells once when nobody listens", async () => {
  const stream = watch(tcpTransport("127.0.0.1:1", systemClock));
  stream.write(new Uint8Array([1]));
  await stream.until(() => stream.closed.length === 1);
  expect(stream.opened).toBe(0);
  expect(stream.closed[0]).toContain("ECONNREFUSED");
});

test("can be closed before it opened", async () => {
  const stream = watch(tcpTransport(await farSide(() => {}), systemClock));
  stream.close();
  await stream.until(() => stream.closed.length === 1);
  expect(stream.opened).toBe(0);
});

test("a far side that does not read is hung up on before much waits for it", async () => {
  const stream = watch(tcpTransport(await farSide((socket) => socket.pause()), systemClock));
  await stream.until(() => stream.opened === 1);
  const piece = new Uint8Array(8192);
  for (let i = 0; i < 100_000 && stream.closed.length === 0; i++) {
    stream.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(stream.closed).toEqual(["the far side does not read"]);
});
