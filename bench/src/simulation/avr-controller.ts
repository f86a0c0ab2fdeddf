/** The real firmware in avr8js as the controller of a simulation: slower, and nearer to the truth. */
import { VirtualCabinet } from "@holdfast/virtual";
import type { Controller, ControllerMaker, Life, Torn } from "./controller.ts";

const STEP_MS = 1;
const HOLD_MS = 45;
const RELAYS_AT = 0x20;
const EXPANDERS = 4;

export function avrControllers(hex: string): ControllerMaker {
  return (life) => new AvrController(hex, life);
}

class AvrController implements Controller {
  readonly #cabinet: VirtualCabinet;
  #output: number[] = [];
  #held: { key: string; until: number } | undefined;
  /** EEPROM writes at which power fails. */
  #cutAt = Number.POSITIVE_INFINITY;

  constructor(hex: string, { eeprom, doorsOpen, doorsSensed }: Life) {
    this.#cabinet = new VirtualCabinet({ hex, eeprom, sensors: doorsSensed !== 0 });
    this.#cabinet.uart.onByte = (byte) => this.#output.push(byte);
    this.doors(doorsOpen);
  }

  get powered(): boolean {
    return this.#cabinet.powered;
  }

  get energised(): number {
    return this.#cabinet.locks.energised.indexOf(true) + 1;
  }

  get eeprom(): Uint8Array {
    return this.#cabinet.eeprom;
  }

  run(until: number): number {
    const cabinet = this.#cabinet;
    const before = this.energised;
    while (cabinet.powered && cabinet.milliseconds < until) {
      cabinet.runFor(Math.min(STEP_MS, until - cabinet.milliseconds));
      if (this.#held && cabinet.milliseconds >= this.#held.until) {
        cabinet.release(this.#held.key);
        this.#held = undefined;
      }
      if (this.#cutAt < Number.POSITIVE_INFINITY && this.#written() >= this.#cutAt) cabinet.cutPower();
      if (this.#output.length > 0 || this.energised !== before) break;
    }
    return cabinet.milliseconds;
  }

  key(key: string): void {
    if (this.#held) this.#cabinet.release(this.#held.key);
    this.#cabinet.press(key);
    this.#held = { key, until: this.#cabinet.milliseconds + HOLD_MS };
  }

  receive(bytes: Uint8Array): void {
    this.#cabinet.uart.send(bytes);
  }

  doors(open: number): void {
    for (const [index, door] of this.#cabinet.doors.entries()) {
      if (((open >>> index) & 1) === 1) door.springOpen();
      else door.pushShut();
    }
  }

  takeOutput(): Uint8Array {
    const output = Uint8Array.from(this.#output);
    this.#output = [];
    return output;
  }

  screen(): string {
    return this.#cabinet.oled
      .text()
      .map((row) => row.trim())
      .filter((row) => row !== "")
      .join(" ");
  }

  breakExpanders(bits: number): void {
    for (let index = 0; index < EXPANDERS; index++)
      this.#cabinet.faults.expanderNack(RELAYS_AT + index, ((bits >>> index) & 1) === 1);
  }

  cutAfter(bytes: number, _torn: Torn): void {
    this.#cutAt = bytes === 0 ? Number.POSITIVE_INFINITY : this.#written() + bytes;
  }

  powerOff(_torn: Torn): void {
    this.#cabinet.cutPower();
  }

  #written(): number {
    return this.#cabinet.eepromWrites.reduce((sum, count) => sum + count, 0);
  }
}
