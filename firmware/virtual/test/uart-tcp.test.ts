import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { serveUart, VirtualError } from "../src/index.ts";
import { RealTimeRunner } from "../src/pacing.ts";
import { startEcho } from "./support/echo-server.ts";
import { cabinetWith } from "./support/program.ts";

async function client(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => socket.destroy());
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, "connect");
  return socket;
}

async function read(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  while (Buffer.concat(chunks).length < length) chunks.push((await once(socket, "data"))[0]);
  return Buffer.concat(chunks);
}

test("bytes go to the controller and come back", async () => {
  const { uart } = await startEcho();
  const socket = await client(uart.port);
  const sent = Buffer.from(Array.from({ length: 3000 }, (_, index) => index & 0xff));
  socket.write(sent);
  expect(await read(socket, sent.length)).toEqual(sent);
});

test("a new client takes the place of the old one", async () => {
  const { uart } = await startEcho();
  const old = await client(uart.port);
  const closed = once(old, "close");
  const fresh = await client(uart.port);
  await closed;
  fresh.write("hello");
  expect(String(await read(fresh, 5))).toBe("hello");
});

test("a client that sends without end is slowed to the speed of the line", async () => {
  const { cabinet, uart } = await startEcho();
  const socket = await client(uart.port);
  const flood = Buffer.alloc(4_000_000);
  socket.write(flood);
  await read(socket, 10_000);
  expect(cabinet.uart.queued).toBeLessThan(70_000 + 4096);
  expect(socket.writableLength).toBeGreaterThan(0);
});

test("a port in use is said with a stable code", async () => {
  const { uart } = await startEcho();
  const runner = new RealTimeRunner(cabinetWith("sleep"));
  const error: unknown = await serveUart(runner, { port: uart.port }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(VirtualError);
  expect(error).toMatchObject({ code: "PORT_IN_USE", retryable: true });
});
