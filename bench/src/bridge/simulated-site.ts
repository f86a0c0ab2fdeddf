/**
 * A cabinet on Wi-Fi in simulated time: the firmware as it is released, the bridge's core and the gateway's code. Between
 * bridge and gateway is air in which things happen.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBridgeWasm, type WasmBridge, wasmBridges } from "@holdfast/bridge/wasm";
import { BridgeLobby } from "@holdfast/gateway/bridges";
import { gatewayConfiguration } from "@holdfast/gateway/configuration";
import { memoryKeys } from "@holdfast/gateway/keys";
import { openSite } from "@holdfast/gateway/open-site";
import { readReleaseHex, VirtualCabinet } from "@holdfast/virtual";
import pino from "pino";
import { demoEeprom, demoKeys } from "../paired.ts";
import { Timeline } from "../simulation/timeline.ts";

const CREDENTIALS = { ssid: "bench", password: "fail-secure" };
const TURN_MS = 5;
const START_OF_TIME = Date.UTC(2026, 0, 1);
/** The boot log at another baud rate. */
const CHATTER = Uint8Array.from({ length: 300 }, (_, at) => (at * 89 + (at >> 3)) & 0xff);

interface Call {
  /** What the gateway believes. */
  open: boolean;
  readonly toBridge: Uint8Array[];
  readonly toGateway: Uint8Array[];
  guest?: ReturnType<BridgeLobby["accept"]>;
}

export class SimulatedSite {
  /** Nothing passes, nobody is told, nobody can call. */
  stalled = false;
  readonly #timeline = new Timeline();
  readonly #cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: demoEeprom() });
  readonly #makeBridge: ReturnType<typeof wasmBridges>;
  readonly #lobby: BridgeLobby;
  readonly #clock = {
    monotonic: () => this.#timeline.now,
    wall: () => START_OF_TIME + this.#timeline.now,
    after: (milliseconds: number, call: () => void) => this.#timeline.after(milliseconds, call),
  };
  #random = 1;
  #bridge: WasmBridge | undefined;
  #call: Call | undefined;
  #link: () => string | undefined = () => undefined;
  #close: () => unknown = () => {};

  static async open(): Promise<SimulatedSite> {
    const site = new SimulatedSite(wasmBridges(await buildBridgeWasm()));
    await site.#open();
    return site;
  }

  private constructor(makeBridge: ReturnType<typeof wasmBridges>) {
    this.#makeBridge = makeBridge;
    const random = { below: (n: number) => this.#chance() % n, bytes: (n: number) => this.#bytes(n) };
    this.#lobby = new BridgeLobby({ clock: this.#clock, random, log: pino({ level: "silent" }) });
  }

  async #open(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-simulated-"));
    const { site, close } = await openSite({
      ...{ folder, clock: this.#clock, log: pino({ level: "silent" }) },
      configuration: gatewayConfiguration().parse({
        cabinet: [{ id: "bench", name: "Bench", port: { bridge: true } }],
      }),
      transport: ({ id }) => this.#lobby.transport(id),
      keys: memoryKeys(new Map([["bench", demoKeys.pairingKey]])),
    });
    this.#link = () => site.state().cabinets[0]?.link;
    this.#close = async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    };
    this.#cabinet.uart.onByte = (byte) => this.#bridge?.fromController(Uint8Array.of(byte));
    this.power(true);
    this.#turn();
  }

  get linked(): boolean {
    return this.#link() === "up";
  }

  async close(): Promise<void> {
    this.#lobby.close();
    await this.#close();
  }

  /** Runs one turn of controller and bridge, and whatever is due meanwhile. */
  async turn(): Promise<void> {
    const until = this.#timeline.now + TURN_MS;
    while (this.#timeline.next <= until) {
      this.#timeline.now = Math.max(this.#timeline.now, this.#timeline.next);
      this.#timeline.fire();
      // What it caused runs before the next call.
      for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#timeline.now = until;
  }

  get now(): number {
    return this.#timeline.now;
  }

  /** Off: in the middle of whatever it does, and TCP tells nobody. */
  power(on: boolean): void {
    this.#bridge = undefined;
    if (!on) return;
    this.#cabinet.uart.send(CHATTER);
    const world = {
      find: () => !this.stalled,
      dial: () => this.#dial(),
      hangUp: () => {
        if (!this.stalled && this.#bridge?.wifi) this.forgetGateway();
      },
      random: () => this.#chance(),
      toController: (bytes: Uint8Array) => this.#cabinet.uart.send(bytes),
      toGateway: (bytes: Uint8Array) => void this.#call?.toGateway.push(bytes),
    };
    this.#bridge = this.#makeBridge(world, CREDENTIALS, Math.floor(this.now));
  }

  wifi(up: boolean): void {
    if (this.#bridge) this.#bridge.wifi = up;
  }

  /** The bridge sees its connection end; the gateway's is half-open. */
  forgetBridge(): void {
    if (this.#bridge) this.#bridge.open = false;
  }

  /** The gateway sees its connection end; the bridge's is half-open. */
  forgetGateway(): void {
    const call = this.#call;
    if (!call?.open) return;
    call.open = false;
    call.guest?.onClose("cut");
  }

  #turn(): void {
    this.#timeline.after(TURN_MS, () => {
      this.#cabinet.runFor(TURN_MS);
      if (this.#bridge?.loop(Math.floor(this.now))) this.power(true);
      this.#carry();
      this.#turn();
    });
  }

  #carry(): void {
    const call = this.#call;
    if (!call?.open || !this.#bridge?.open || this.stalled || !this.#bridge.wifi) return;
    for (const bytes of call.toGateway.splice(0)) call.guest?.onData(bytes);
    for (const bytes of call.toBridge.splice(0)) this.#bridge.fromGateway(bytes);
  }

  #dial(): boolean {
    if (this.stalled) return false;
    const call: Call = { open: true, toBridge: [], toGateway: [] };
    this.#call = call;
    call.guest = this.#lobby.accept({
      address: "10.0.0.7",
      write: (bytes) => void call.toBridge.push(bytes),
      close: () => {
        if (!call.open) return;
        call.open = false;
        if (call === this.#call) this.forgetBridge();
      },
    });
    return true;
  }

  /** The same in each run. */
  #chance(): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#random >>> 1;
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#chance() >> 12);
  }
}
