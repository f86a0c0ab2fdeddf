/** The bridge's core as a WebAssembly module, for simulated time: host/wasm/board.c is the other side. */
import { readFileSync } from "node:fs";
import { compile, run, sources } from "./build.ts";
import { type Credentials, credentialsPage } from "./credentials-page.ts";

/** TypeScript knows WebAssembly only together with a browser. */
interface WebAssemblyOfNode {
  readonly Module: new (code: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}
const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyOfNode }).WebAssembly;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  sim_page(): number;
  sim_uart_in(): number;
  sim_uart_out(): number;
  sim_tcp_in(): number;
  sim_tcp_out(): number;
  sim_start(ms: number): void;
  sim_feed(uart: number, tcp: number): void;
  sim_network(wifi: number, open: number): void;
  sim_loop(ms: number): number;
  sim_uart_length(): number;
  sim_tcp_length(): number;
  sim_tcp_left(): number;
}

const SIZE = 4096;
const FLAGS = ["--target=wasm32", "-std=c11", "-O2", "-ffreestanding", "-nostdlib", "-Wall", "-Wextra"];
const LINK = ["-Wl,--no-entry", "-Wl,--strip-all"];

export async function buildBridgeWasm(): Promise<Uint8Array<ArrayBuffer>> {
  const all = [...sources("core", ".c"), ...sources("host/wasm", ".c")];
  const path = await compile("bridge.wasm", (to) =>
    run("clang", ...FLAGS, "-Ihost/wasm/include", "-Icore", ...LINK, ...all, "-o", to),
  );
  return new Uint8Array(readFileSync(path));
}

/** What is around the bridge. */
export interface BridgeWorld {
  /** Whether the gateway answers to mDNS; without this it does. */
  find?(): boolean;
  /** True: somebody answered; `open` tells when it is over. */
  dial(): boolean;
  hangUp(): void;
  /** 32 bits. */
  random(): number;
  toController(bytes: Uint8Array): void;
  toGateway(bytes: Uint8Array): void;
}

export function wasmBridges(code: Uint8Array<ArrayBuffer>) {
  const module = new Module(code);
  return (world: BridgeWorld, credentials: Credentials, now: number) =>
    new WasmBridge(module, world, credentials, now);
}

/** One life of a bridge. Times are whole milliseconds; looking for a gateway, calling in vain and hanging up take some. */
export class WasmBridge {
  readonly #core: Exports;
  readonly #memory: Uint8Array;
  readonly #world: BridgeWorld;
  #uart: number[] = [];
  #tcp: number[] = [];
  wifi = true;
  open = false;

  constructor(module: object, world: BridgeWorld, credentials: Credentials, now: number) {
    this.#world = world;
    const dial = () => {
      this.#tcp = [];
      this.open = world.dial();
      return this.open ? 1 : 0;
    };
    const hang_up = () => {
      this.open = false;
      world.hangUp();
    };
    const find = () => ((world.find?.() ?? true) ? 1 : 0);
    const imports = { find, dial, hang_up, random: () => world.random() };
    this.#core = new Instance(module, { world: imports }).exports as Exports;
    this.#memory = new Uint8Array(this.#core.memory.buffer);
    this.#memory.set(credentialsPage(credentials), this.#core.sim_page());
    this.#core.sim_start(now);
  }

  fromController(bytes: Uint8Array): void {
    this.#uart.push(...bytes);
  }

  fromGateway(bytes: Uint8Array): void {
    this.#tcp.push(...bytes);
  }

  /** One turn of its loop; true: it wants to start anew. */
  loop(now: number): boolean {
    const core = this.#core;
    const uart = this.#uart.splice(0, SIZE);
    const tcp = this.wifi ? this.#tcp.splice(0, SIZE) : [];
    this.#memory.set(uart, core.sim_uart_in());
    this.#memory.set(tcp, core.sim_tcp_in());
    core.sim_feed(uart.length, tcp.length);
    core.sim_network(this.wifi ? 1 : 0, this.open ? 1 : 0);
    const restarts = core.sim_loop(now) !== 0;
    const left = core.sim_tcp_left();
    if (left > 0) this.#tcp.unshift(...this.#memory.subarray(core.sim_tcp_in(), core.sim_tcp_in() + left));
    this.#pass(core.sim_uart_out(), core.sim_uart_length(), (bytes) => this.#world.toController(bytes));
    this.#pass(core.sim_tcp_out(), core.sim_tcp_length(), (bytes) => this.#world.toGateway(bytes));
    return restarts;
  }

  #pass(at: number, length: number, to: (bytes: Uint8Array) => void): void {
    if (length > 0) to(this.#memory.slice(at, at + length));
  }
}
