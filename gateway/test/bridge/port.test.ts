/** The port that bridges call: real sockets, each bounded in speed and memory. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import pino from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { BridgeLobby } from "../../src/link/bridge-lobby.ts";
import { openBridgePort } from "../../src/link/bridge-port.ts";
import { openBridges } from "../../src/link/bridges.ts";
import { systemRandom } from "../../src/random.ts";
import { settled, VirtualClock } from "../support/virtual-clock.ts";

const log = pino({ level: "silent" });

/** A port whose clock stands still, and what its lobby was given. */
async function openPort() {
  const clock = new VirtualClock();
  const lobby = new BridgeLobby({ clock, random: systemRandom, log });
  const port = await openBridgePort({ host: "127.0.0.1", port: 0, lobby, clock });
  onTestFinished(async () => {
    lobby.close();
    await port.close();
  });
  const dial = async (): Promise<Socket> => {
    const socket = connect(port.port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    await once(socket, "connect");
    return socket;
  };
  return { clock, lobby, port, dial };
}

test("whoever calls is asked who is behind them", async () => {
  const { dial } = await openPort();
  const [hello] = (await once(await dial(), "data")) as [Buffer];
  expect(hello.subarray(0, 8)).toEqual(Buffer.from([0, 2, 1, 1, 1, 1, 1, 1]));
});

test("who hangs up is forgotten", async () => {
  const { dial, lobby, clock } = await openPort();
  const socket = await dial();
  await once(socket, "data");
  expect(lobby.waiting).toBe(1);
  socket.resetAndDestroy();
  await clock.until(() => lobby.waiting === 0);
});

test("who stays silent is hung up on", async () => {
  const { dial, clock } = await openPort();
  const socket = await dial();
  await once(socket, "data");
  const over = once(socket, "close");
  socket.resume();
  await clock.advance(21_000);
  await over;
});

test("a flood is hung up on before it costs memory", async () => {
  const { dial } = await openPort();
  const socket = await dial();
  const over = new Promise((resolve) => socket.once("close", resolve));
  socket.resume();
  socket.write(Buffer.alloc(1_000_000, 0x55));
  await over;
});

/** A port with a lobby that lets everybody in and counts. */
async function openCounter() {
  const clock = new VirtualClock();
  const seen = { bytes: 0, closed: [] as string[], write: (_bytes: Uint8Array) => {} };
  const lobby = {
    accept: (stream: { write(bytes: Uint8Array): void }) => {
      seen.write = (bytes) => stream.write(bytes);
      return {
        onData: (bytes: Uint8Array) => {
          seen.bytes += bytes.length;
        },
        onClose: (reason: string) => void seen.closed.push(reason),
      };
    },
  } as unknown as BridgeLobby;
  const port = await openBridgePort({ host: "127.0.0.1", port: 0, lobby, clock });
  const socket = connect(port.port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  onTestFinished(async () => {
    socket.destroy();
    await port.close();
  });
  return { clock, seen, socket };
}

test("nobody is listened to faster than a UART sends", async () => {
  const { clock, seen, socket } = await openCounter();
  const all = 2_000_000;
  socket.write(Buffer.alloc(all, 0x55));
  await vi.waitUntil(() => seen.bytes >= 65_536);
  const paused = seen.bytes;
  await settled();
  expect(seen.bytes).toBe(paused);
  expect(paused).toBeLessThan(65_536 * 3);
  await clock.until(() => seen.bytes === all, 100_000);
});

test("who does not read is hung up on before much waits for them", async () => {
  const { seen, socket } = await openCounter();
  socket.pause();
  const piece = new Uint8Array(8192);
  for (let i = 0; i < 100_000 && seen.closed.length === 0; i++) {
    seen.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(seen.closed).toEqual(["the far side does not read"]);
});

test("an address that is taken is a clear error", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await expect(openBridges({ log, listen: `127.0.0.1:${port}` })).rejects.toMatchObject({
    code: "port_unusable",
    hint: expect.stringContaining("gateway.bridge_listen"),
  });
});

test("it listens on IPv6 too", async () => {
  const bridges = await openBridges({ log, listen: "[::1]:0" });
  onTestFinished(() => bridges.close());
  const socket = connect(bridges.port, "::1");
  onTestFinished(() => void socket.destroy());
  await once(socket, "data");
});
