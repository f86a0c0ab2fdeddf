/**
 * A cabinet on Wi-Fi on a virtual clock: the real firmware, the bridge's real core, the real lobby. Between bridge and
 * lobby is air in which a test does harm.
 */
import { buildBridgeWasm, type WasmBridge, wasmBridges } from "@holdfast/bridge/wasm";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { RealController } from "../support/real-controller.ts";
import { type CalledSite, startCalledSite } from "./called-site.ts";

const makeBridge = wasmBridges(await buildBridgeWasm());
const CREDENTIALS = { ssid: "net", password: "fail-secure" };
const TURN_MS = 5;
/** The boot log at another baud rate. */
const CHATTER = Uint8Array.from({ length: 300 }, (_, at) => (at * 89 + (at >> 3)) & 0xff);

interface Call {
  /** What each side believes. */
  bridgeOpen: boolean;
  gatewayOpen: boolean;
  toBridge: Uint8Array[];
  toGateway: Uint8Array[];
  guest?: ReturnType<CalledSite["lobby"]["accept"]>;
}

export class CoreSite {
  readonly site: CalledSite;
  readonly controller: RealController;
  readonly #wire: ReturnType<RealController["connect"]>;
  #bridge: WasmBridge | undefined;
  #call: Call | undefined;
  #stalled = false;
  #frozen = false;
  /** How often it started. */
  lives = 0;

  static async start(): Promise<CoreSite> {
    const site = new CoreSite(await startCalledSite(["main"], memoryKeys(new Map([["main", PAIRING_KEY]]))));
    await site.back();
    return site;
  }

  private constructor(site: CalledSite) {
    this.site = site;
    this.controller = new RealController(site.clock);
    this.#wire = this.controller.connect({
      onOpen: () => {},
      onData: (bytes) => this.#bridge?.fromController(bytes),
      onClose: () => {},
    });
    this.power(true);
    this.#turn();
  }

  get linked(): boolean {
    return this.site.link("main") === "up";
  }

  get pulses(): readonly number[] {
    return this.controller.pulses;
  }

  /** The link is up, within the time that is promised. */
  back(): Promise<void> {
    return this.site.clock.until(() => this.linked, 5000);
  }

  /** What harm was done is noticed. */
  noticed(): Promise<void> {
    return this.site.clock.until(() => !this.linked);
  }

  open(locker: number): Promise<unknown> {
    return this.site.clock.pass(this.site.site.open({ cabinet: "main", locker }, "chaos"));
  }

  /** Off: in the middle of whatever it does, and TCP tells nobody. */
  power(on: boolean): void {
    this.#bridge = undefined;
    if (this.#call) this.#call.bridgeOpen = false;
    if (!on) return;
    this.lives++;
    this.#wire.write(CHATTER);
    this.#bridge = makeBridge(
      {
        dial: () => this.#dial(),
        hangUp: () => this.#hangUp(),
        random: () => this.site.clock.monotonic() >>> 0,
        toController: (bytes) => this.#wire.write(bytes),
        toGateway: (bytes) => this.#call?.toGateway.push(bytes),
      },
      CREDENTIALS,
      this.#now(),
    );
  }

  /** Stands still, as a chip that hangs. */
  freeze(on: boolean): void {
    this.#frozen = on;
  }

  wifi(up: boolean): void {
    if (this.#bridge) this.#bridge.wifi = up;
  }

  /** Nothing passes, nobody is told, nobody can call. */
  stall(on: boolean): void {
    this.#stalled = on;
  }

  /** Both sides see their connection end. */
  cut(): void {
    this.forgetBridge();
    this.forgetGateway();
  }

  /** The bridge sees its connection end; the gateway's is half-open. */
  forgetBridge(): void {
    if (this.#call) this.#call.bridgeOpen = false;
    if (this.#bridge) this.#bridge.open = false;
  }

  /** The gateway sees its connection end; the bridge's is half-open. */
  forgetGateway(): void {
    const call = this.#call;
    if (!call?.gatewayOpen) return;
    call.gatewayOpen = false;
    call.guest?.onClose("cut");
  }

  #now(): number {
    return Math.floor(this.site.clock.monotonic());
  }

  #turn(): void {
    this.site.clock.after(TURN_MS, () => {
      if (!this.#frozen && this.#bridge?.loop(this.#now())) this.power(true);
      this.#carry();
      this.#turn();
    });
  }

  #carry(): void {
    const call = this.#call;
    if (!call || this.#stalled || this.#bridge?.wifi === false) return;
    if (!call.bridgeOpen || !call.gatewayOpen) return;
    for (const bytes of call.toGateway.splice(0)) call.guest?.onData(bytes);
    for (const bytes of call.toBridge.splice(0)) this.#bridge?.fromGateway(bytes);
  }

  #dial(): boolean {
    if (this.#stalled) return false;
    const call: Call = { bridgeOpen: true, gatewayOpen: true, toBridge: [], toGateway: [] };
    this.#call = call;
    call.guest = this.site.lobby.accept({
      address: "192.0.2.7",
      write: (bytes) => void call.toBridge.push(bytes),
      close: () => {
        if (!call.gatewayOpen) return;
        call.gatewayOpen = false;
        if (call === this.#call && this.#bridge) this.#bridge.open = false;
      },
    });
    return true;
  }

  /** The gateway is told, unless nothing passes. */
  #hangUp(): void {
    if (!this.#call?.bridgeOpen) return;
    this.#call.bridgeOpen = false;
    if (!this.#stalled && this.#bridge?.wifi) this.forgetGateway();
  }
}
