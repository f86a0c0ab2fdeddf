import type { Core, Interrupt } from "./core.ts";
import type { Appointment } from "./schedule.ts";
import { MODES_8, MODES_16, type Mode, type TimerConfig } from "./timer-config.ts";

/*
 * The timers, written anew: avr8js makes an appointment for every count, which is most of what an idle controller costs.
 * Here the counter is worked out when someone looks, and only a flag whose interrupt is enabled gets an appointment.
 *
 * Simplified, as nothing on this board needs it: OCRnx is never double-buffered, phase-correct modes count as one saw of
 * twice the length, no external clock, no input capture, no output pins (see buzzer.ts for OC1A).
 */

const TOV = 1;
const OCFA = 2;
const OCFB = 4;

export class Timer {
  onConfiguration: (() => void) | undefined;
  private readonly core: Core;
  private readonly config: TimerConfig;
  private readonly interrupts: readonly Interrupt[];
  private readonly max: number;
  /** Where the counter was at `syncedAt`, which is the cycle of a count. */
  private position = 0;
  private syncedAt = 0;
  private divider = 0;
  /** The shared high-byte register of 16-bit access (datasheet 16.3). */
  private temp = 0;
  private appointment: Appointment | undefined;

  constructor(core: Core, config: TimerConfig) {
    this.core = core;
    this.config = config;
    this.max = config.bits === 8 ? 0xff : 0xffff;
    const interrupt = (address: number, mask: number): Interrupt => ({
      address,
      flagRegister: config.TIFR,
      flagMask: mask,
      enableRegister: config.TIMSK,
      enableMask: mask,
    });
    const { overflow, compareA, compareB } = config.vectors;
    this.interrupts = [interrupt(overflow, TOV), interrupt(compareA, OCFA), interrupt(compareB, OCFB)];
    this.attach();
  }

  reset(): void {
    this.core.schedule.cancel(this.appointment);
    this.position = 0;
    this.divider = 0;
    this.temp = 0;
    this.onConfiguration?.();
  }

  /** Cycles of one count; 0 when the clock is off. */
  get clockDivider(): number {
    return this.divider;
  }

  get mode(): Mode {
    const a = this.core.peek(this.config.TCCRA) & 0x03;
    const b = this.core.peek(this.config.TCCRB);
    const wgm = this.config.bits === 8 ? ((b & 0x08) >> 1) | a : ((b & 0x18) >> 1) | a;
    return (this.config.bits === 8 ? MODES_8 : MODES_16)[wgm] ?? { top: "max", kind: "normal" };
  }

  get top(): number {
    const { top } = this.mode;
    if (top === "max") return this.max;
    if (top === "OCRA") return this.compare(this.config.OCRA);
    return top === "ICR" ? this.compare(this.config.ICR ?? 0) : top;
  }

  private compare(address: number): number {
    const low = this.core.peek(address);
    return this.config.bits === 8 ? low : low | (this.core.peek(address + 1) << 8);
  }

  private attach(): void {
    const { cpu } = this.core;
    const { config } = this;
    cpu.readHooks[config.TCNT] = () => {
      this.sync();
      this.temp = this.count >> 8;
      return this.count & 0xff;
    };
    cpu.writeHooks[config.TCNT] = (value) => {
      this.sync();
      this.position = config.bits === 8 ? value : (this.temp << 8) | value;
      this.plan();
      return true;
    };
    if (config.bits === 16) this.attachHighBytes();
    for (const address of config.ICR === undefined
      ? [config.OCRA, config.OCRB]
      : [config.OCRA, config.OCRB, config.ICR])
      cpu.writeHooks[address] = (value) => {
        this.sync();
        this.core.poke(address, value);
        if (config.bits === 16) this.core.poke(address + 1, this.temp);
        this.plan();
        this.onConfiguration?.();
        return true;
      };
    for (const address of [config.TCCRA, config.TCCRB])
      cpu.writeHooks[address] = (value) => {
        this.sync();
        this.core.poke(address, value);
        const divider = config.dividers[this.core.peek(config.TCCRB) & 0x07] ?? 0;
        if (divider !== this.divider) this.syncedAt = this.core.now;
        this.divider = divider;
        this.plan();
        this.onConfiguration?.();
        return true;
      };
    cpu.readHooks[config.TIFR] = () => {
      this.sync();
      return this.core.peek(config.TIFR);
    };
    cpu.writeHooks[config.TIFR] = (value, _old, _address, mask) => {
      this.sync();
      for (const interrupt of this.interrupts) cpu.clearInterruptByFlag(interrupt, value & mask);
      return true;
    };
    cpu.writeHooks[config.TIMSK] = (value) => {
      this.sync();
      this.core.poke(config.TIMSK, value);
      for (const interrupt of this.interrupts) cpu.updateInterruptEnable(interrupt, value);
      this.plan();
      return true;
    };
  }

  private attachHighBytes(): void {
    const { cpu } = this.core;
    const { TCNT, OCRA, OCRB, ICR } = this.config;
    cpu.readHooks[TCNT + 1] = () => this.temp;
    for (const address of [TCNT, OCRA, OCRB, ICR ?? TCNT])
      cpu.writeHooks[address + 1] = (value) => {
        this.temp = value;
        return true;
      };
  }

  private get count(): number {
    if (this.mode.kind !== "phase" || this.position <= this.top) return this.position;
    return 2 * this.top - this.position;
  }

  /** Counts from 0 until 0 again. A counter that is beyond TOP already runs on to its end first. */
  private get length(): number {
    const { top } = this;
    if (this.position > top && this.mode.kind !== "phase") return this.max + 1;
    return this.mode.kind === "phase" ? Math.max(1, 2 * top) : top + 1;
  }

  /** The position at which a flag is set: with the count after the match (datasheet 15.5), overflow with the wrap. */
  private flagPosition(flag: number): number | undefined {
    const { length } = this;
    if (flag === TOV) {
      const { kind } = this.mode;
      return kind !== "ctc" || length === this.max + 1 ? 0 : undefined;
    }
    const match = this.compare(flag === OCFA ? this.config.OCRA : this.config.OCRB);
    return match >= length ? undefined : (match + 1) % length;
  }

  private countsUntil(flag: number): number {
    const position = this.flagPosition(flag);
    if (position === undefined) return Number.POSITIVE_INFINITY;
    const counts = position - this.position;
    return counts > 0 ? counts : counts + this.length;
  }

  /** Brings the counter and the flags up to now. */
  private sync(): void {
    if (this.divider === 0) return;
    let counts = Math.floor((this.core.now - this.syncedAt) / this.divider);
    this.syncedAt += counts * this.divider;
    while (counts > 0) {
      const { length } = this;
      for (const interrupt of this.interrupts)
        if (this.countsUntil(interrupt.flagMask) <= counts) this.core.cpu.setInterruptFlag(interrupt);
      const untilWrap = length - this.position;
      if (counts < untilWrap) {
        this.position += counts;
        return;
      }
      counts -= untilWrap;
      this.position = 0;
      // Whole rounds change nothing but flags, which two rounds set just as well as a thousand.
      const round = this.length;
      if (counts > 2 * round) counts = round + (counts % round);
    }
  }

  private plan(): void {
    this.core.schedule.cancel(this.appointment);
    this.appointment = undefined;
    if (this.divider === 0) return;
    const enabled = this.core.peek(this.config.TIMSK);
    let counts = Number.POSITIVE_INFINITY;
    for (const { flagMask } of this.interrupts)
      if (enabled & flagMask) counts = Math.min(counts, this.countsUntil(flagMask));
    if (counts === Number.POSITIVE_INFINITY) return;
    this.appointment = this.core.schedule.at(this.syncedAt + counts * this.divider, () => {
      this.sync();
      this.plan();
    });
  }
}
