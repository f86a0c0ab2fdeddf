/**
 * Many cabinets on Wi-Fi in one process: cores of controllers and bridges in real time, each with a connection of its
 * own to the gateway. Started by cabinets.ts: `many-child.js PORT COUNT KEY...`; the keys in hexadecimal.
 */
import { connect, type Socket } from "node:net";
import { buildBridgeWasm, type WasmBridge, wasmBridges } from "@holdfast/bridge/wasm";
import { pairedEeprom } from "@holdfast/controller";
import { buildWasm } from "@holdfast/controller/wasm";
import type { Controller } from "../simulation/controller.ts";
import { wasmControllers } from "../simulation/wasm-controller.ts";

const TURN_MS = 5;
const CREDENTIALS = { ssid: "bench", password: "fail-secure" };
const [port = "", ...keys] = process.argv.slice(2);
const makeController = wasmControllers(buildWasm());
const makeBridge = wasmBridges(await buildBridgeWasm());

class Cabinet {
  readonly #controller: Controller;
  readonly #bridge: WasmBridge;
  readonly #began = performance.now();
  #socket: Socket | undefined;

  constructor(index: number, pairingKey: Uint8Array) {
    const eeprom = pairedEeprom({
      controllerId: Uint8Array.of(1, 2, 3, index),
      pinKey: new Uint8Array(16).fill(index),
      pairingKey,
    });
    this.#controller = makeController({ eeprom, cause: 1, doorsOpen: 0, doorsSensed: 0 });
    const world = {
      dial: () => this.#dial(`127.0.1.${index + 1}`),
      hangUp: () => this.#socket?.destroy(),
      random: () => Math.floor(Math.random() * 2 ** 32),
      toController: (bytes: Uint8Array) => this.#controller.receive(bytes),
      toGateway: (bytes: Uint8Array) => void this.#socket?.write(bytes),
    };
    this.#bridge = makeBridge(world, CREDENTIALS, 0);
  }

  #dial(localAddress: string): boolean {
    this.#socket?.destroy();
    const socket = connect({ port: Number(port), host: "127.0.0.1", localAddress, noDelay: true });
    socket.on("data", (bytes) => this.#bridge.fromGateway(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (socket === this.#socket) this.#bridge.open = false;
    });
    this.#socket = socket;
    return true;
  }

  turn(): void {
    const now = performance.now() - this.#began;
    for (let reached = 0; reached < now - 0.01; ) {
      reached = this.#controller.run(now);
      const bytes = this.#controller.takeOutput();
      if (bytes.length > 0) this.#bridge.fromController(bytes);
    }
    this.#bridge.loop(Math.floor(now));
  }
}

const cabinets = keys.map((key, index) => new Cabinet(index, new Uint8Array(Buffer.from(key, "hex"))));
setInterval(() => {
  for (const cabinet of cabinets) cabinet.turn();
}, TURN_MS);
process.on("disconnect", () => process.exit(0));
