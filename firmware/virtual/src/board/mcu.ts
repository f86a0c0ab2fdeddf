import { AVRIOPort, avrInstruction, portBConfig, portCConfig, portDConfig } from "avr8js";
import { Core, CYCLES_PER_MS, SRAM_BYTES, SRAM_START } from "./core.ts";
import { Eeprom } from "./eeprom.ts";
import type { I2cBus } from "./i2c-bus.ts";
import { DELAYS_INTERRUPT, kindsOf, MOVES_STACK, ORDINARY, SLEEP } from "./opcodes.ts";
import type { Random } from "./random.ts";
import type { Schedule } from "./schedule.ts";
import { Timer } from "./timer.ts";
import { TIMER0, TIMER1, TIMER2 } from "./timer-config.ts";
import { Twi } from "./twi.ts";
import { Usart } from "./usart.ts";
import { Watchdog } from "./watchdog.ts";

const MCUSR = 0x54;
const SMCR = 0x53;
const SE = 0x01;
const WORK_REGISTERS = 32;
export const RESET_CAUSE = { powerOn: 0x01, external: 0x02, watchdog: 0x08 } as const;
export type ResetCause = keyof typeof RESET_CAUSE;

/** Fuses of an Arduino Uno: crystal, slowly rising power: 16K clocks and 65 ms (table 9-4). */
const START_UP_CYCLES = 16_384 + 65 * CYCLES_PER_MS;
const RAM_END = SRAM_START + SRAM_BYTES - 1;

/** The ATmega328P: the instructions and ports of avr8js, the peripherals of this folder, and what happens between them. */
export class Mcu {
  readonly core: Core;
  readonly portB: AVRIOPort;
  readonly portC: AVRIOPort;
  readonly portD: AVRIOPort;
  readonly timer1: Timer;
  readonly usart: Usart;
  readonly twi: Twi;
  readonly eeprom: Eeprom;
  /** Cycles asleep, and cycles without power or held in reset. The rest was spent executing. */
  sleepCycles = 0;
  stillCycles = 0;
  lowestStackPointer = RAM_END;
  resets = 0;
  lastReset: ResetCause = "powerOn";
  onReset: ((cause: ResetCause) => void) | undefined;
  private readonly timers: readonly Timer[];
  private readonly watchdog: Watchdog;
  private readonly kinds: Uint8Array;
  private powered = false;
  private heldUntil = 0;
  private asleep = false;
  private hung = false;

  constructor(flash: Uint8Array, schedule: Schedule, bus: I2cBus) {
    this.core = new Core(flash, schedule);
    const { cpu } = this.core;
    this.kinds = kindsOf(cpu.progMem);
    this.portB = new AVRIOPort(cpu, portBConfig);
    this.portC = new AVRIOPort(cpu, portCConfig);
    this.portD = new AVRIOPort(cpu, portDConfig);
    this.timer1 = new Timer(this.core, TIMER1);
    this.timers = [new Timer(this.core, TIMER0), this.timer1, new Timer(this.core, TIMER2)];
    this.usart = new Usart(this.core);
    this.twi = new Twi(this.core, bus);
    this.eeprom = new Eeprom(this.core);
    this.watchdog = new Watchdog(this.core, () => this.reset("watchdog"));
  }

  powerOn(random: Random): void {
    // Real SRAM comes up with noise: nothing may depend on zeros.
    random.fill(this.core.cpu.data.subarray(0, WORK_REGISTERS));
    random.fill(this.core.cpu.data.subarray(SRAM_START));
    this.powered = true;
    this.reset("powerOn");
  }

  powerOff(random: Random): void {
    this.eeprom.cutPower(random);
    this.clear(0);
    this.watchdog.stop();
    this.powered = false;
  }

  /** Registers and I/O as after any reset; SRAM stays. */
  reset(cause: ResetCause): void {
    const flags = (cause === "powerOn" ? 0 : this.core.peek(MCUSR)) | RESET_CAUSE[cause];
    this.clear(flags);
    this.heldUntil = this.core.now + START_UP_CYCLES;
    this.watchdog.reset(cause === "watchdog", this.heldUntil);
    this.resets++;
    this.lastReset = cause;
    this.onReset?.(cause);
  }

  /** The program stops where it is, interrupts and all: only the watchdog can help. */
  hang(): void {
    this.hung = true;
  }

  private clear(flags: number): void {
    const { cpu } = this.core;
    for (const port of [portBConfig, portCConfig, portDConfig]) {
      cpu.writeData(port.DDR, 0);
      cpu.writeData(port.PORT, 0);
    }
    const levels = [portBConfig, portCConfig, portDConfig].map(
      ({ PIN }) => [PIN, this.core.peek(PIN)] as const,
    );
    cpu.data.fill(0, WORK_REGISTERS, SRAM_START);
    for (const [address, level] of levels) this.core.poke(address, level);
    cpu.reset();
    this.core.poke(MCUSR, flags);
    for (const timer of this.timers) timer.reset();
    this.usart.reset();
    this.twi.reset();
    this.eeprom.reset();
    this.asleep = false;
    this.hung = false;
  }

  run(limit: number): void {
    const { kinds } = this;
    const { cpu, schedule } = this.core;
    while (cpu.cycles < limit) {
      if (this.asleep || this.hung || !this.powered || cpu.cycles < this.heldUntil) {
        this.pass(limit);
        continue;
      }
      const kind = kinds[cpu.pc];
      avrInstruction(cpu);
      if (kind !== ORDINARY) this.after(kind);
      if (cpu.cycles >= schedule.next) schedule.run(cpu.cycles);
      if (cpu.nextInterrupt >= 0 && kind !== DELAYS_INTERRUPT && cpu.interruptsEnabled) this.interrupt();
    }
  }

  private after(kind: number | undefined): void {
    const { cpu } = this.core;
    if (kind === MOVES_STACK) this.watchStack();
    else if (kind === SLEEP) this.asleep = (this.core.peek(SMCR) & SE) !== 0;
    else if (kind === undefined) cpu.pc %= this.kinds.length; // the program counter has no more bits
  }

  private interrupt(): void {
    const { cpu } = this.core;
    // Also where it came while SLEEP was executed.
    this.asleep = false;
    // Four cycles from the flag to the vector (datasheet 7.7.1), of which avr8js counts two.
    cpu.cycles += 2;
    cpu.tick();
    this.watchStack();
  }

  private watchStack(): void {
    const pointer = this.core.cpu.SP;
    if (pointer < this.lowestStackPointer) this.lowestStackPointer = pointer;
  }

  /** Time goes by without an instruction, straight to the next thing that happens. */
  private pass(limit: number): void {
    const { cpu, schedule } = this.core;
    const held = !this.powered || cpu.cycles < this.heldUntil;
    const until = Math.min(limit, schedule.next, this.powered && held ? this.heldUntil : limit);
    // An appointment may lie within the instruction that made it: then no time goes by.
    const cycles = Math.max(0, Math.ceil(until) - cpu.cycles);
    cpu.cycles += cycles;
    if (held) this.stillCycles += cycles;
    else if (this.asleep && !this.hung) this.sleepCycles += cycles;
    schedule.run(cpu.cycles);
    if (this.asleep && !this.hung && cpu.nextInterrupt >= 0 && cpu.interruptsEnabled) {
      cpu.cycles += 4; // waking up takes four cycles more (datasheet 10.1)
      this.interrupt();
    }
  }
}
