import type { Core, Interrupt } from "./core.ts";
import type { I2cBus } from "./i2c-bus.ts";
import type { Appointment } from "./schedule.ts";

/*
 * The TWI as a bus master, datasheet chapter 21. avr8js's own takes no time, raises TWINT after a STOP, and knows neither a
 * lost arbitration nor a bus that is not free.
 */

const TWBR = 0xb8;
const TWSR = 0xb9;
const TWDR = 0xbb;
const TWCR = 0xbc;

const TWINT = 0x80;
const TWEA = 0x40;
const TWSTA = 0x20;
const TWSTO = 0x10;
const TWWC = 0x08;
const TWEN = 0x04;
const TWIE = 0x01;
const STATUS = 0xf8;

/** Tables 21-3 and 21-4. */
const IDLE = 0xf8;
const BUS_ERROR = 0x00;
const START = 0x08;
const REPEATED_START = 0x10;
const SLA_W_ACK = 0x18;
const SLA_W_NACK = 0x20;
const DATA_OUT_ACK = 0x28;
const DATA_OUT_NACK = 0x30;
const ARBITRATION_LOST = 0x38;
const SLA_R_ACK = 0x40;
const SLA_R_NACK = 0x48;
const DATA_IN_ACK = 0x50;
const DATA_IN_NACK = 0x58;

export class Twi {
  private readonly core: Core;
  private readonly bus: I2cBus;
  private readonly interrupt: Interrupt;
  private operation: Appointment | undefined;
  private stopping: Appointment | undefined;
  /** Between START and STOP. */
  private owner = false;
  /** A START was asked for while the bus was not free. */
  private waiting = false;
  /** A STOP cannot be made while SDA is held low: TWSTO stays set. */
  private stopHeld = false;

  constructor(core: Core, bus: I2cBus) {
    this.core = core;
    this.bus = bus;
    this.interrupt = {
      address: 0x30,
      flagRegister: TWCR,
      flagMask: TWINT,
      enableRegister: TWCR,
      enableMask: TWIE,
      constant: true,
    };
    core.cpu.writeHooks[TWCR] = (value) => {
      this.control(value);
      return true;
    };
    core.cpu.writeHooks[TWSR] = (value, old) => {
      core.poke(TWSR, (old & STATUS) | (value & 0x03));
      return true;
    };
    core.cpu.writeHooks[TWDR] = (value) => {
      // "The register is not accessible" while a byte is shifted: write collision.
      if (this.operation !== undefined) core.poke(TWCR, core.peek(TWCR) | TWWC);
      else core.poke(TWDR, value);
      return true;
    };
  }

  reset(): void {
    this.abandon();
    this.core.poke(TWSR, IDLE);
    this.core.poke(TWDR, 0xff);
  }

  /** TWI drives the pins, not the port. */
  get enabled(): boolean {
    return (this.core.peek(TWCR) & TWEN) !== 0;
  }

  /** SDA came free or went low outside of a transfer. */
  busChanged(): void {
    if (this.bus.sdaStuck) return;
    if (this.stopHeld) this.stop(this.core.now, this.waiting);
    else if (this.waiting && this.stopping === undefined) this.begin(this.core.now);
  }

  private get bitCycles(): number {
    const prescaler = 4 ** (this.core.peek(TWSR) & 0x03);
    return 16 + 2 * this.core.peek(TWBR) * prescaler;
  }

  private abandon(): void {
    this.core.schedule.cancel(this.operation);
    this.core.schedule.cancel(this.stopping);
    this.operation = undefined;
    this.stopping = undefined;
    this.waiting = false;
    this.stopHeld = false;
    if (this.owner) this.bus.end(this.core.now);
    this.owner = false;
  }

  private control(value: number): void {
    const { cpu } = this.core;
    const old = this.core.peek(TWCR);
    // TWINT is cleared by writing 1 and not set by software; TWSTO is cleared by hardware alone.
    const flag = value & TWINT ? 0 : old & TWINT;
    const stopping = this.stopping === undefined && !this.stopHeld ? 0 : TWSTO;
    this.core.poke(TWCR, flag | stopping | (value & (TWEA | TWSTA | TWSTO | TWEN | TWIE)) | (old & TWWC));
    if (!flag) cpu.clearInterrupt(this.interrupt);
    cpu.updateInterruptEnable(this.interrupt, value);
    if (!(value & TWEN)) {
      // "If this bit is written to zero, the TWI is switched off and all TWI transmissions are terminated."
      this.abandon();
      this.core.poke(TWCR, this.core.peek(TWCR) & ~TWSTO);
      return;
    }
    if (value & TWINT && this.operation === undefined && !this.waiting) this.next(value);
  }

  private next(value: number): void {
    const now = this.core.now;
    if (this.stopHeld) return;
    if (value & TWSTO && this.stopping === undefined) {
      this.stop(now, (value & TWSTA) !== 0);
      return;
    }
    if (value & TWSTA) {
      if (this.stopping !== undefined || (this.bus.sdaStuck && !this.owner)) this.waiting = true;
      else this.begin(now);
      return;
    }
    if (!this.owner) return;
    switch (this.core.peek(TWSR) & STATUS) {
      case START:
      case REPEATED_START:
        this.address(this.core.peek(TWDR));
        break;
      case SLA_W_ACK:
      case SLA_W_NACK:
      case DATA_OUT_ACK:
      case DATA_OUT_NACK:
        this.write(this.core.peek(TWDR));
        break;
      case SLA_R_ACK:
      case DATA_IN_ACK:
        this.read((value & TWEA) !== 0);
        break;
      default:
        break;
    }
  }

  private begin(from: number): void {
    this.waiting = false;
    const status = this.owner ? REPEATED_START : START;
    this.after(1, from, (cycle) => {
      if (this.bus.sdaStuck) return this.raise(this.owner ? this.lose() : BUS_ERROR);
      this.owner = true;
      this.bus.start(cycle);
      return this.raise(status);
    });
  }

  private stop(from: number, thenStart: boolean): void {
    this.waiting = thenStart;
    this.stopHeld = false;
    this.core.poke(TWSR, (this.core.peek(TWSR) & 0x03) | IDLE);
    this.stopping = this.core.schedule.at(from + this.bitCycles, (cycle) => {
      this.stopping = undefined;
      this.stopHeld = this.bus.sdaStuck;
      if (this.stopHeld) return;
      this.owner = false;
      this.bus.end(cycle);
      this.core.poke(TWCR, this.core.peek(TWCR) & ~TWSTO);
      if (this.waiting) this.begin(cycle);
    });
  }

  private address(byte: number): void {
    this.after(9, this.core.now, () => {
      if (this.overruled(byte)) return this.raise(this.lose());
      const write = (byte & 1) === 0;
      const acknowledged = this.bus.select(byte >> 1, write) || this.bus.sdaStuck;
      if (write) return this.raise(acknowledged ? SLA_W_ACK : SLA_W_NACK);
      return this.raise(acknowledged ? SLA_R_ACK : SLA_R_NACK);
    });
  }

  private write(byte: number): void {
    this.after(9, this.core.now, (cycle) => {
      if (this.overruled(byte)) return this.raise(this.lose());
      const acknowledged = this.bus.write(byte, cycle) || this.bus.sdaStuck;
      return this.raise(acknowledged ? DATA_OUT_ACK : DATA_OUT_NACK);
    });
  }

  private read(acknowledge: boolean): void {
    this.after(9, this.core.now, (cycle) => {
      const byte = this.bus.read(cycle);
      this.core.poke(TWDR, this.bus.sdaStuck ? 0 : byte);
      if (this.bus.sdaStuck && !acknowledge) return this.raise(this.lose());
      return this.raise(acknowledge ? DATA_IN_ACK : DATA_IN_NACK);
    });
  }

  /** The master let SDA go high and saw it low. */
  private overruled(byte: number): boolean {
    return this.bus.sdaStuck && byte !== 0;
  }

  private lose(): number {
    this.owner = false;
    this.bus.end(this.core.now);
    return ARBITRATION_LOST;
  }

  private after(bits: number, from: number, callback: (cycle: number) => void): void {
    this.operation = this.core.schedule.at(from + bits * this.bitCycles, (cycle) => {
      this.operation = undefined;
      callback(cycle);
    });
  }

  private raise(status: number): void {
    this.core.poke(TWSR, (this.core.peek(TWSR) & 0x03) | status);
    this.core.cpu.setInterruptFlag(this.interrupt);
  }
}
