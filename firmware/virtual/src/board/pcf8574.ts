import type { I2cDevice } from "./i2c-bus.ts";

/**
 * NXP/TI PCF8574: eight quasi-bidirectional pins. A latch bit of 1 is a weak pull-up that anything may pull low; all are 1
 * at power-on. The latch outlives a reset of the MCU: the chip has no reset pin.
 */
export class Pcf8574 implements I2cDevice {
  readonly address: number;
  onChange: ((cycle: number) => void) | undefined;
  /** /INT is low (open drain): an input differs from what was last read or written. */
  interrupting = false;
  private latchBits = 0xff;
  /** What the outside pulls low is 0. */
  private outside = 0xff;
  private known = 0xff;

  constructor(address: number) {
    this.address = address;
  }

  get latch(): number {
    return this.latchBits;
  }

  get pins(): number {
    return this.latchBits & this.outside;
  }

  powerOn(): void {
    this.latchBits = 0xff;
    this.known = this.pins;
    this.interrupting = false;
  }

  setInputs(levels: number, cycle: number): void {
    this.outside = levels & 0xff;
    this.updateInterrupt(cycle);
  }

  select(): boolean {
    return true;
  }

  write(byte: number, cycle: number): boolean {
    this.latchBits = byte;
    this.known = this.pins;
    this.interrupting = false;
    this.onChange?.(cycle);
    return true;
  }

  read(cycle: number): number {
    this.known = this.pins;
    this.updateInterrupt(cycle);
    return this.known;
  }

  private updateInterrupt(cycle: number): void {
    this.interrupting = this.pins !== this.known;
    this.onChange?.(cycle);
  }
}
