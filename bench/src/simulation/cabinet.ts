/** The cabinet in the simulated room: power, EEPROM and doors stay when a controller's life ends. */
import type { Controller, ControllerMaker, Torn } from "./controller.ts";
import type { Prng } from "./prng.ts";
import type { Timeline } from "./timeline.ts";

/** Ms from the energised lock to the door that springs open. */
const DOOR_MS = 80;
const POWER_ON_RESET = 1;
const BROWN_OUT_RESET = 4;

export interface CabinetOptions {
  readonly timeline: Timeline;
  readonly prng: Prng;
  readonly make: ControllerMaker;
  /** 1024 bytes. */
  readonly eeprom: Uint8Array;
  /** Bit n: the door of locker n + 1 has a sensor. */
  readonly sensed: number;
  onOutput(bytes: Uint8Array): void;
  onPulse(locker: number): void;
  onPulseEnd(locker: number, milliseconds: number): void;
  onPower(on: boolean): void;
}

export class Cabinet {
  readonly #o: CabinetOptions;
  #eeprom: Uint8Array;
  #controller: Controller | undefined;
  #bootedAt = 0;
  #doorsOpen = 0;
  #energised = 0;
  #energisedAt = 0;
  #expanders = 0;
  /** Counts the lives of the controller. */
  life = 0;

  constructor(options: CabinetOptions) {
    this.#o = options;
    this.#eeprom = options.eeprom;
  }

  get powered(): boolean {
    return this.#controller !== undefined;
  }

  get eeprom(): Uint8Array {
    return this.#controller?.eeprom ?? this.#eeprom;
  }

  screen(): string {
    return this.#controller?.screen() ?? "";
  }

  key(key: string): void {
    this.#controller?.key(key);
  }

  receive(bytes: Uint8Array): void {
    this.#controller?.receive(bytes);
  }

  powerOn(): void {
    if (this.#controller) return;
    const { timeline, prng, make, sensed } = this.#o;
    this.life++;
    this.#bootedAt = timeline.now;
    const cause = prng.chance(0.8) ? POWER_ON_RESET : BROWN_OUT_RESET;
    this.#controller = make({
      eeprom: this.#eeprom,
      cause,
      doorsOpen: this.#doorsOpen,
      doorsSensed: sensed,
    });
    this.#controller.breakExpanders(this.#expanders);
    this.#o.onPower(true);
  }

  powerOff(torn: Torn): void {
    this.#controller?.powerOff(torn);
    this.#lost();
  }

  /** Power fails during the EEPROM byte after so many. */
  cutAfter(bytes: number, torn: Torn): void {
    this.#controller?.cutAfter(bytes, torn);
  }

  breakExpanders(bits: number): void {
    this.#expanders = bits;
    this.#controller?.breakExpanders(bits);
  }

  /** Changes a bit of the EEPROM while no power is there to notice. */
  flip(bit: number): void {
    if (!this.#controller) this.#eeprom[bit >> 3] = (this.#eeprom[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }

  doorOpen(locker: number): boolean {
    return ((this.#doorsOpen >>> (locker - 1)) & 1) === 1;
  }

  moveDoor(locker: number, open: boolean): void {
    const bit = 1 << (locker - 1);
    this.#doorsOpen = open ? this.#doorsOpen | bit : this.#doorsOpen & ~bit;
    this.#controller?.doors(this.#doorsOpen);
  }

  /** The controller lives until then or until something happens; moves the time along. */
  run(until: number): void {
    const { timeline } = this.#o;
    const controller = this.#controller;
    if (!controller) {
      timeline.now = until;
      return;
    }
    const reached = controller.run(until - this.#bootedAt) + this.#bootedAt;
    // A controller counts whole microseconds.
    timeline.now = reached > until - 0.002 ? until : Math.max(timeline.now, reached);
    this.watch();
  }

  /** Looks at what can be seen from outside. */
  watch(): void {
    const controller = this.#controller;
    if (!controller) return;
    const { energised } = controller;
    if (energised !== this.#energised) this.#switched(energised);
    const output = controller.takeOutput();
    if (output.length > 0) this.#o.onOutput(output);
    if (!controller.powered) this.#lost();
  }

  #switched(energised: number): void {
    const { timeline } = this.#o;
    const before = this.#energised;
    this.#energised = energised;
    if (before !== 0) this.#o.onPulseEnd(before, timeline.now - this.#energisedAt);
    if (energised === 0) return;
    this.#energisedAt = timeline.now;
    this.#o.onPulse(energised);
    timeline.after(DOOR_MS, () => this.moveDoor(energised, true));
  }

  #lost(): void {
    const controller = this.#controller;
    if (!controller) return;
    this.#eeprom = controller.eeprom.slice();
    this.#controller = undefined;
    // Without the controller nothing holds the supply of the locks on.
    if (this.#energised !== 0) this.#switched(0);
    this.#o.onPower(false);
  }
}
