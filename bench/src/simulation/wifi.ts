/**
 * A cabinet on Wi-Fi: between its UART and the air is a bridge, the real core of one, with power and radio of its own.
 * The cable of the simulation is the air then, with all that happens to it; the gateway has the real lobby of bridges.
 */
import type { BridgeWorld, WasmBridge } from "@holdfast/bridge/wasm";
import { BridgeLobby } from "@holdfast/gateway/bridges";
import type { OpenSiteOptions } from "@holdfast/gateway/open-site";
import { isBridgeFrame } from "@holdfast/protocol";
import type { Cable, Side } from "./cable.ts";
import type { Prng } from "./prng.ts";
import type { Timeline } from "./timeline.ts";

type Transport = ReturnType<NonNullable<OpenSiteOptions["transport"]>>;
type LobbyOptions = ConstructorParameters<typeof BridgeLobby>[0];

const CREDENTIALS = { ssid: "site", password: "fail-secure" };
const LOOP_MS = 25;
const BOOT_MS = 300;
/** The boot log at another baud rate. */
const CHATTER = 300;

export interface WifiOptions {
  readonly timeline: Timeline;
  readonly prng: Prng;
  readonly cable: Cable;
  /** Ms: something happens to bridge or radio about so often. */
  readonly trouble: number;
  make(world: BridgeWorld, credentials: typeof CREDENTIALS, now: number): WasmBridge;
  toController(bytes: Uint8Array): void;
  onSent(side: Side, bytes: Uint8Array): void;
}

interface Call {
  over: boolean;
  end(): void;
}

export class Wifi {
  readonly #o: WifiOptions;
  #bridge: WasmBridge | undefined;
  #lobby: BridgeLobby | undefined;
  #call: Call | undefined;
  #calm = false;
  #soon = false;
  readonly troubles = { powerCuts: 0, radioLosses: 0, restarts: 0, calls: 0 };

  constructor(options: WifiOptions) {
    this.#o = options;
    this.#boot();
    this.#loop();
    this.#trouble();
  }

  /** A gateway starts: its lobby, and the cabinet's place in it. */
  serve(cabinet: string, options: LobbyOptions): Transport {
    this.#lobby = new BridgeLobby(options);
    return this.#lobby.transport(cabinet);
  }

  /** Its process is gone; sometimes the bridge is told. */
  gatewayGone(): void {
    this.#lobby = undefined;
    const call = this.#call;
    if (call) call.over = true;
    if (this.#o.prng.chance(0.5)) this.#ended(call);
  }

  fromController(bytes: Uint8Array): void {
    this.#o.onSent("controller", bytes);
    this.#bridge?.fromController(bytes);
    this.#hurry();
  }

  fromAir(bytes: Uint8Array): void {
    this.#bridge?.fromGateway(bytes);
    this.#hurry();
  }

  calm(): void {
    this.#calm = true;
    if (this.#bridge) this.#bridge.wifi = true;
  }

  #boot(): void {
    const { timeline, prng, make, toController, cable } = this.#o;
    const world: BridgeWorld = {
      dial: () => this.#dial(),
      hangUp: () => this.#call?.end(),
      random: () => prng.u32(),
      toController,
      toGateway: (bytes) => cable.send("controller", bytes),
    };
    this.#bridge = make(world, CREDENTIALS, Math.floor(timeline.now));
  }

  /** Bytes are carried at once; the rest of its work comes by and by. */
  #hurry(): void {
    if (this.#soon) return;
    this.#soon = true;
    this.#o.timeline.after(1, () => {
      this.#soon = false;
      this.#turn();
    });
  }

  #loop(): void {
    this.#o.timeline.after(LOOP_MS, () => {
      this.#turn();
      this.#loop();
    });
  }

  #turn(): void {
    if (!this.#bridge?.loop(Math.floor(this.#o.timeline.now))) return;
    this.troubles.restarts++;
    this.#off(BOOT_MS);
  }

  /** A call reaches whoever is the gateway at this moment. */
  #dial(): boolean {
    const lobby = this.#lobby;
    if (!lobby) return false;
    this.troubles.calls++;
    let guest: ReturnType<BridgeLobby["accept"]> | undefined;
    const call: Call = {
      over: false,
      end: () => {
        if (call.over) return;
        call.over = true;
        connection.close();
        guest?.onClose("the bridge hung up");
      },
    };
    const connection = this.#o.cable.connect({
      onOpen: () => {
        if (call.over || this.#lobby !== lobby) return;
        guest = lobby.accept({
          address: "10.0.0.7",
          write: (bytes) => {
            if (!isBridgeFrame(bytes.subarray(1))) this.#o.onSent("gateway", bytes);
            connection.write(bytes);
          },
          close: () => {
            connection.close();
            this.#ended(call);
          },
        });
      },
      onData: (bytes) => guest?.onData(bytes),
      onClose: (reason) => {
        guest?.onClose(reason);
        this.#ended(call);
      },
    });
    this.#call = call;
    return true;
  }

  /** TCP told the bridge; only about its present call. */
  #ended(call: Call | undefined): void {
    if (call) call.over = true;
    if (call === this.#call && this.#bridge) this.#bridge.open = false;
  }

  #off(milliseconds: number): void {
    const { timeline, prng, toController } = this.#o;
    this.#bridge = undefined;
    timeline.after(milliseconds, () => {
      if (this.#bridge) return;
      toController(prng.bytes(CHATTER));
      this.#boot();
    });
  }

  #trouble(): void {
    const { timeline, prng, trouble } = this.#o;
    timeline.after(prng.between(1, 2 * trouble), () => {
      this.#trouble();
      const bridge = this.#bridge;
      if (this.#calm || !bridge) return;
      if (prng.chance(0.5)) {
        this.troubles.powerCuts++;
        this.#off(prng.between(BOOT_MS, prng.chance(0.2) ? 60_000 : 2000));
      } else {
        this.troubles.radioLosses++;
        bridge.wifi = false;
        timeline.after(prng.between(50, prng.chance(0.1) ? 700_000 : 8000), () => {
          bridge.wifi = true;
        });
      }
    });
  }
}
