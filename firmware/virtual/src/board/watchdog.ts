import { type Core, F_CPU, type Interrupt } from "./core.ts";
import type { Appointment } from "./schedule.ts";

/*
 * The watchdog after the datasheet, chapter 11.8. avr8js's own resets program counter and stack pointer only, and forgets
 * that WDRF keeps the watchdog running after it bit.
 */

const MCUSR = 0x54;
const WDTCSR = 0x60;
const WDRF = 0x08;
const WDIF = 0x80;
const WDIE = 0x40;
const WDP3 = 0x20;
const WDCE = 0x10;
const WDE = 0x08;
const WDP210 = 0x07;
const OSCILLATOR_HZ = 128_000;

export class Watchdog {
  private readonly core: Core;
  private readonly onReset: () => void;
  private readonly interrupt: Interrupt;
  private changeableUntil = 0;
  private appointment: Appointment | undefined;

  constructor(core: Core, onReset: () => void) {
    this.core = core;
    this.onReset = onReset;
    this.interrupt = {
      address: 0x0c,
      flagRegister: WDTCSR,
      flagMask: WDIF,
      enableRegister: WDTCSR,
      enableMask: WDIE,
    };
    core.cpu.onWatchdogReset = () => this.restart();
    core.cpu.writeHooks[WDTCSR] = (value, old, _address, mask) => {
      this.write(value, old, mask);
      return true;
    };
  }

  /**
   * `bit`: the watchdog was the cause. It then runs on with its shortest time, about 16 ms, from `start`, the cycle at which
   * the reset ends.
   */
  reset(bit: boolean, start: number): void {
    this.changeableUntil = 0;
    this.core.poke(WDTCSR, bit ? WDE : 0);
    this.restart(start);
  }

  stop(): void {
    this.core.schedule.cancel(this.appointment);
    this.appointment = undefined;
  }

  private write(value: number, old: number, mask: number): void {
    const { cpu } = this.core;
    const changeable = this.core.now <= this.changeableUntil;
    cpu.clearInterruptByFlag(this.interrupt, value & mask);
    let next = (old & WDIF & ~(value & mask)) | (value & WDIE);
    if (changeable) next |= value & (WDE | WDP3 | WDP210);
    // Without the timed sequence WDE can be set but not cleared, and the prescaler stays.
    else next |= (old & (WDE | WDP3 | WDP210)) | (value & WDE);
    if (this.core.peek(MCUSR) & WDRF) next |= WDE;
    if (value & WDCE && value & WDE) this.changeableUntil = this.core.now + 4;
    else this.changeableUntil = 0;
    this.core.poke(WDTCSR, next);
    cpu.updateInterruptEnable(this.interrupt, next);
    this.restart();
  }

  private restart(from = this.core.now): void {
    this.stop();
    const control = this.core.peek(WDTCSR);
    if (!(control & (WDE | WDIE))) return;
    const prescaler = ((control & WDP3) >> 2) | (control & WDP210);
    const cycles = (F_CPU / OSCILLATOR_HZ) * (2048 << Math.min(prescaler, 9));
    this.appointment = this.core.schedule.at(from + cycles, () => this.expire());
  }

  private expire(): void {
    const control = this.core.peek(WDTCSR);
    if (!(control & WDIE)) {
      this.onReset();
      return;
    }
    this.core.cpu.setInterruptFlag(this.interrupt);
    // In interrupt and reset mode the interrupt comes first, the next time-out resets (table 11-1).
    if (control & WDE) this.core.poke(WDTCSR, this.core.peek(WDTCSR) & ~WDIE);
    this.restart();
  }
}
