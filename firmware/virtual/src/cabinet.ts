import { Board } from "./board/board.ts";
import type { Buzzer } from "./board/buzzer.ts";
import { CYCLES_PER_MS, FLASH_BYTES, SRAM_START } from "./board/core.ts";
import { EEPROM_BYTES } from "./board/eeprom.ts";
import type { I2cBus } from "./board/i2c-bus.ts";
import { readIntelHex } from "./board/intel-hex.ts";
import type { Door, Energised, LineChange } from "./board/locks.ts";
import type { ResetCause } from "./board/mcu.ts";
import { Faults } from "./faults.ts";
import { Screen } from "./screen.ts";
import { Uart } from "./uart.ts";
import { VirtualError } from "./virtual-error.ts";

export interface CabinetOptions {
  /** The firmware as Intel HEX text. */
  readonly hex: string;
  /** 1 to 32; 8 unless told. */
  readonly lockers?: number;
  /** Whether the doors have contacts on sensor expanders; true unless told. */
  readonly sensors?: boolean;
  /** What the EEPROM held when the power was off; erased unless told. */
  readonly eeprom?: Uint8Array;
  /** Decides all noise: the same seed and the same actions give the same cycles. */
  readonly seed?: number;
  /** Keys bounce for a few ms. */
  readonly bounce?: boolean;
  /** Baud rate of the far side of the UART; 500000 unless told. */
  readonly baud?: number;
}

/** Conditions are looked at this often. */
const STEP_CYCLES = CYCLES_PER_MS / 10;
const TAP_HOLD_MS = 60;
const TAP_GAP_MS = 60;

/** A cabinet that runs the real firmware. Power is on from the start; time passes only in the run calls. */
export class VirtualCabinet {
  readonly oled: Screen;
  readonly doors: readonly Door[];
  readonly uart: Uart;
  readonly faults: Faults;
  readonly lockers: number;
  private readonly board: Board;

  constructor(options: CabinetOptions) {
    this.lockers = options.lockers ?? 8;
    if (!Number.isInteger(this.lockers) || this.lockers < 1 || this.lockers > 32)
      throw new VirtualError("BAD_OPTION", `${this.lockers} lockers`, "A cabinet has 1 to 32 lockers.");
    this.board = new Board({
      flash: readIntelHex(options.hex, FLASH_BYTES),
      lockers: this.lockers,
      sensors: options.sensors ?? true,
      seed: options.seed ?? 1,
      bounce: options.bounce ?? false,
      baud: options.baud ?? 500_000,
    });
    if (options.eeprom !== undefined) this.loadEeprom(options.eeprom);
    this.oled = new Screen(this.board.oled);
    this.doors = this.board.locks.doors;
    this.uart = new Uart(this.board.line, this.board.mcu.usart);
    this.faults = new Faults(this.board);
    this.board.powerOn();
  }

  // Time

  get cycles(): number {
    return this.board.now;
  }

  get milliseconds(): number {
    return this.cycles / CYCLES_PER_MS;
  }

  runCycles(cycles: number): void {
    this.board.mcu.run(this.cycles + cycles);
  }

  runFor(milliseconds: number): void {
    this.runCycles(Math.round(milliseconds * CYCLES_PER_MS));
  }

  /** Runs until the condition holds, looking every 0.1 ms; returns the ms it took. */
  runUntil(condition: () => boolean, limitMs: number): number {
    const from = this.milliseconds;
    while (!condition()) {
      if (this.milliseconds - from >= limitMs)
        throw new VirtualError(
          "TIME_LIMIT",
          this.describe(`Nothing happened within ${limitMs} ms`),
          "Look at the screen.",
        );
      this.runCycles(STEP_CYCLES);
    }
    return this.milliseconds - from;
  }

  private describe(what: string): string {
    const state = this.powered
      ? this.oled
          .text()
          .map((row) => `  |${row.padEnd(16)}|`)
          .join("\n")
      : "  (no power)";
    return `${what}, at ${this.milliseconds.toFixed(1)} ms. The screen:\n${state}`;
  }

  // What people do

  press(key: string): void {
    this.setKey(key, true);
  }

  release(key: string): void {
    this.setKey(key, false);
  }

  get pressedKeys(): string[] {
    return this.board.keypad.pressed;
  }

  tap(key: string, { hold = TAP_HOLD_MS, gap = TAP_GAP_MS }: { hold?: number; gap?: number } = {}): void {
    this.press(key);
    this.runFor(hold);
    this.release(key);
    this.runFor(gap);
  }

  type(keys: string): void {
    for (const key of keys) this.tap(key);
  }

  tamper(open: boolean): void {
    this.board.setTamper(open);
  }

  serviceButton(pressed: boolean): void {
    this.board.setService(pressed);
  }

  get switches(): { tamperOpen: boolean; servicePressed: boolean } {
    return this.board.switches;
  }

  /** Everything but the EEPROM and the doors forgets. */
  cutPower(): void {
    this.board.powerOff();
  }

  restorePower(): void {
    this.board.powerOn();
  }

  /** The reset button of the controller board. */
  pressReset(): void {
    if (this.powered) this.board.mcu.reset("external");
  }

  get powered(): boolean {
    return this.board.powered;
  }

  // What one can see and measure

  get locks(): { supplyOn: boolean; relayBits: number; energised: boolean[] } {
    const { locks } = this.board;
    return {
      supplyOn: locks.supplyOn,
      relayBits: locks.relayBits,
      energised: this.doors.map((_, index) => locks.isEnergised(index)),
    };
  }

  /** When each lock was energised: supply enabled and its relay on. */
  get relayLog(): Energised[] {
    return this.board.locks.log;
  }

  /** Each change of the supply enable and of the relay bits (a bit is low when its relay is on). */
  get lineLog(): LineChange[] {
    return this.board.locks.lines.all;
  }

  get buzzer(): Pick<Buzzer, "log" | "hertz" | "onChange"> {
    return this.board.buzzer;
  }

  get led(): boolean {
    return this.board.led;
  }

  get i2c(): Pick<I2cBus, "log" | "transfers" | "refused" | "longestCycles"> {
    return this.board.bus;
  }

  get sleepCycles(): number {
    return this.board.mcu.sleepCycles;
  }

  get awakeCycles(): number {
    const { sleepCycles, stillCycles } = this.board.mcu;
    return this.cycles - sleepCycles - stillCycles;
  }

  get resets(): number {
    return this.board.mcu.resets;
  }

  get lastReset(): ResetCause {
    return this.board.mcu.lastReset;
  }

  /** The lowest address the stack pointer had; the exact measure of stack use. */
  get lowestStackPointer(): number {
    return this.board.mcu.lowestStackPointer;
  }

  /** What is left of the paint below the stack: bytes of one value that nothing has overwritten. */
  get stackFree(): number {
    const { data } = this.board.mcu.core.cpu;
    let end = this.lowestStackPointer;
    const paint = data[end];
    while (end >= SRAM_START && data[end] === paint) end--;
    return this.lowestStackPointer - end;
  }

  /** SRAM from 0x100, to look at. */
  get sram(): Uint8Array {
    return this.board.mcu.core.cpu.data.subarray(SRAM_START);
  }

  get eeprom(): Uint8Array {
    return this.board.mcu.eeprom.bytes;
  }

  get eepromWrites(): Uint32Array {
    return this.board.mcu.eeprom.writes;
  }

  private loadEeprom(bytes: Uint8Array): void {
    if (bytes.length !== EEPROM_BYTES)
      throw new VirtualError(
        "BAD_EEPROM",
        `an EEPROM of ${bytes.length} bytes`,
        `It has ${EEPROM_BYTES} bytes.`,
      );
    this.board.mcu.eeprom.bytes.set(bytes);
  }

  private setKey(key: string, pressed: boolean): void {
    if (!this.board.keypad.set(key, pressed))
      throw new VirtualError("BAD_OPTION", `there is no key "${key}"`, "Keys are 0-9 * # A B C D.");
  }
}
