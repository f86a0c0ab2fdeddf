/** How fast the bridge carries frames: the sketch as a process between a device and a TCP connection. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildSketch } from "@holdfast/bridge/build";
import { Sketch, setUp } from "@holdfast/bridge/sketch";
import { encodeHeard, encodeSealedFrame } from "@holdfast/protocol";
import { openPty } from "@holdfast/virtual";

const CREDENTIALS = { ssid: "bench", password: "fail-secure" };
const KEY = new Uint8Array(16);
const BITS_A_BYTE = 10;
const BAUD = 500_000;
const UART_BYTES_A_SECOND = BAUD / BITS_A_BYTE;
const PUMP_MS = 3000;
const BODY = new Uint8Array(48).fill(0x5a);

export class BenchWire {
  readonly #folder = mkdtempSync(join(tmpdir(), "holdfast-bridge-"));
  readonly #closers: (() => unknown)[] = [];
  /** The far ends: where the controller and the gateway would be. */
  controller!: Socket;
  gateway!: Socket;

  static async open(): Promise<BenchWire> {
    const wire = new BenchWire();
    const program = await buildSketch("fast");
    const [uart, port] = [await listen(), await listen()];
    const controller = once(uart, "connection");
    const gateway = once(port, "connection");
    const pty = await openPty({ path: join(wire.#folder, "uart"), port: portOf(uart) });
    setUp(wire.#folder, { ...CREDENTIALS, gateway: { host: "127.0.0.1", port: portOf(port) } });
    const sketch = new Sketch({ program, serial: pty.path, folder: wire.#folder });
    [[wire.controller], [wire.gateway]] = (await Promise.all([controller, gateway])) as [[Socket], [Socket]];
    for (const socket of [wire.controller, wire.gateway]) socket.setNoDelay(true).on("error", () => {});
    const heard = setInterval(() => wire.gateway.write(encodeHeard(true)), 500);
    wire.#closers.push(
      () => clearInterval(heard),
      () => sketch.cutPower(),
      () => pty.close(),
      () => wire.controller.destroy(),
      () => wire.gateway.destroy(),
      () => uart.close(),
      () => port.close(),
      () => rmSync(wire.#folder, { recursive: true, force: true }),
    );
    return wire;
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
  }

  /** Bytes a second that arrive when one side sends without a pause, as a share of what the UART can carry. */
  async throughputRatio(): Promise<number> {
    const up = await pump(this.controller, this.gateway);
    const down = await pump(this.gateway, this.controller);
    return Math.min(up, down) / UART_BYTES_A_SECOND;
  }
}

async function listen(): Promise<Server> {
  const server = createServer({ noDelay: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function frame(counter: number): Uint8Array {
  return encodeSealedFrame(KEY, { session: 1, counter, body: BODY });
}

async function pump(from: Socket, to: Socket): Promise<number> {
  const piece = Buffer.concat(Array.from({ length: 20 }, (_, index) => frame(index + 1)));
  let arrived = 0;
  const count = (bytes: Buffer) => {
    arrived += bytes.length;
  };
  to.on("data", count);
  const began = performance.now();
  while (performance.now() - began < PUMP_MS) {
    if (!from.write(piece)) await once(from, "drain");
    await delay(0);
  }
  const rate = (arrived * 1000) / (performance.now() - began);
  await delay(500);
  to.off("data", count);
  return rate;
}
