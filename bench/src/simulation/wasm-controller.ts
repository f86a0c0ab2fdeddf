/** The controller's core as a WebAssembly module; firmware/controller/host/wasm/board.c is the other side. */
import type { Controller, Life, Torn } from "./controller.ts";

/** TypeScript knows WebAssembly only together with a browser. */
interface WebAssemblyOfNode {
  readonly Module: new (code: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}
const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyOfNode }).WebAssembly;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  sim_eeprom(): number;
  sim_input(): number;
  sim_output(): number;
  sim_screen(): number;
  sim_boot(cause: number): void;
  sim_take_output(): number;
  sim_receive(length: number): void;
  sim_key(key: number): void;
  sim_inputs(open: number, sensed: number, tamper: number, service: number): void;
  sim_faults(expanders: number, full: number): void;
  sim_cut(bytes: number, torn: number): void;
  sim_powered(): number;
  sim_power_off(torn: number): void;
  sim_energised(): number;
  sim_run(until: number): number;
}

const EEPROM_SIZE = 1024;
const INPUT_MAX = 1024;
const ROWS = 4;
const COLUMNS = 16;
const NOTHING = new Uint8Array(0);

export function wasmControllers(code: Uint8Array<ArrayBuffer>): (life: Life) => Controller {
  const module = new Module(code);
  return (life) => new WasmController(module, life);
}

class WasmController implements Controller {
  readonly #core: Exports;
  readonly #memory: Uint8Array;
  readonly #sensed: number;
  readonly #input: number;
  readonly #output: number;
  readonly #screen: number;
  readonly eeprom: Uint8Array;

  constructor(module: object, { eeprom, cause, doorsOpen, doorsSensed }: Life) {
    this.#core = new Instance(module).exports as Exports;
    this.#memory = new Uint8Array(this.#core.memory.buffer);
    this.#sensed = doorsSensed;
    this.#input = this.#core.sim_input();
    this.#output = this.#core.sim_output();
    this.#screen = this.#core.sim_screen();
    const at = this.#core.sim_eeprom();
    this.eeprom = this.#memory.subarray(at, at + EEPROM_SIZE);
    this.eeprom.set(eeprom);
    this.#core.sim_boot(cause);
    this.doors(doorsOpen);
  }

  get powered(): boolean {
    return this.#core.sim_powered() !== 0;
  }

  get energised(): number {
    return this.#core.sim_energised() + 1;
  }

  run(until: number): number {
    return this.#core.sim_run(until * 1000) / 1000;
  }

  key(key: string): void {
    this.#core.sim_key(key.charCodeAt(0));
  }

  receive(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += INPUT_MAX) {
      const part = bytes.subarray(from, from + INPUT_MAX);
      this.#memory.set(part, this.#input);
      this.#core.sim_receive(part.length);
    }
  }

  doors(open: number): void {
    this.#core.sim_inputs(open & this.#sensed, this.#sensed, 0, 0);
  }

  takeOutput(): Uint8Array {
    const length = this.#core.sim_take_output();
    return length === 0 ? NOTHING : this.#memory.slice(this.#output, this.#output + length);
  }

  screen(): string {
    const rows: string[] = [];
    for (let row = 0; row < ROWS; row++) {
      const from = this.#screen + row * COLUMNS;
      const big = this.#memory[this.#screen + ROWS * COLUMNS + row] === 2;
      const text = String.fromCharCode(...this.#memory.subarray(from, from + (big ? COLUMNS / 2 : COLUMNS)));
      rows.push(text.trim());
      // A big row covers the one below.
      if (big) row++;
    }
    return rows.filter((row) => row !== "").join(" ");
  }

  breakExpanders(bits: number): void {
    this.#core.sim_faults(bits, 0);
  }

  cutAfter(bytes: number, torn: Torn): void {
    this.#core.sim_cut(bytes, torn);
  }

  powerOff(torn: Torn): void {
    this.#core.sim_power_off(torn);
  }
}
