import { type Core, CYCLES_PER_MS, type Interrupt } from "./core.ts";
import type { Random } from "./random.ts";
import type { Appointment } from "./schedule.ts";

/*
 * EEPROM after the datasheet, chapter 8.6. avr8js's own takes 3.6 ms for erase and write in one (3.4 in table 8-2), stores
 * the byte at the start, lets software clear EEPE, and leaves EE_READY pending while a write runs.
 */

const EECR = 0x3f;
const EEDR = 0x40;
const EEARL = 0x41;
const EEARH = 0x42;
const EERE = 0x01;
const EEPE = 0x02;
const EEMPE = 0x04;
const EERIE = 0x08;
const EEPM = 0x30;

export const EEPROM_BYTES = 1024;
/** Table 8-2: both, erase only, write only; mode 3 is reserved and does nothing. */
const DURATION_MS = [3.4, 1.8, 1.8] as const;
const ERASE_ONLY = 1;
const WRITE_ONLY = 2;

interface Operation {
  readonly address: number;
  readonly mode: number;
  readonly data: number;
  readonly from: number;
  readonly until: number;
  readonly end: Appointment;
}

export class Eeprom {
  readonly bytes = new Uint8Array(EEPROM_BYTES).fill(0xff);
  /** Erases and writes of each cell: it wears out after 100,000 of them. */
  readonly writes = new Uint32Array(EEPROM_BYTES);
  private readonly core: Core;
  private readonly ready: Interrupt;
  private operation: Operation | undefined;
  private enabledUntil = 0;

  constructor(core: Core) {
    this.core = core;
    this.ready = {
      address: 0x2c,
      flagRegister: EECR,
      flagMask: EEPE,
      enableRegister: EECR,
      enableMask: EERIE,
      constant: true,
      inverseFlag: true,
    };
    core.cpu.writeHooks[EECR] = (value) => {
      this.control(value);
      return true;
    };
  }

  /** A reset of the MCU does not stop a write (datasheet 11.6). */
  reset(): void {
    this.enabledUntil = 0;
    this.core.poke(EECR, this.operation === undefined ? 0 : EEPE);
  }

  /** Power fails: a byte being changed keeps what was done so far, each bit at its own moment. */
  cutPower(random: Random): void {
    const { operation } = this;
    if (operation === undefined) return;
    this.core.schedule.cancel(operation.end);
    this.operation = undefined;
    const done = (this.core.now - operation.from) / (operation.until - operation.from);
    const share = operation.mode === 0 ? 2 : 1;
    const erased = operation.mode === WRITE_ONLY ? 0 : done * share;
    const written =
      operation.mode === WRITE_ONLY ? done : operation.mode === ERASE_ONLY ? 0 : done * share - 1;
    let byte = this.bytes[operation.address] ?? 0xff;
    for (let bit = 1; bit < 0x100; bit <<= 1) {
      if (random.fraction() < erased) byte |= bit;
      if (!(operation.data & bit) && random.fraction() < written) byte &= ~bit;
    }
    this.bytes[operation.address] = byte;
  }

  private get address(): number {
    return ((this.core.peek(EEARH) << 8) | this.core.peek(EEARL)) % EEPROM_BYTES;
  }

  private control(value: number): void {
    const { cpu } = this.core;
    const busy = this.operation !== undefined;
    const enabled = this.core.now <= this.enabledUntil;
    // EEPE is cleared by hardware alone; the mode cannot change during a write (datasheet 8.6.3).
    const mode = busy ? this.core.peek(EECR) & EEPM : value & EEPM;
    this.core.poke(EECR, mode | (value & (EERIE | EEMPE)) | (busy ? EEPE : 0));
    cpu.updateInterruptEnable(this.ready, value);
    if (value & EEMPE && !(value & EEPE)) this.enabledUntil = this.core.now + 4;
    if (value & EERE && !busy) {
      this.core.poke(EEDR, this.bytes[this.address] ?? 0xff);
      cpu.cycles += 4; // the CPU is halted for four cycles
    }
    if (value & EEPE && enabled && !busy) this.start(mode >> 4);
    if (this.core.now > this.enabledUntil) this.core.poke(EECR, this.core.peek(EECR) & ~EEMPE);
  }

  private start(mode: number): void {
    const duration = DURATION_MS[mode];
    this.enabledUntil = 0;
    if (duration === undefined) return;
    const { address } = this;
    const data = this.core.peek(EEDR);
    const from = this.core.now;
    const until = from + duration * CYCLES_PER_MS;
    const end = this.core.schedule.at(until, () => this.finish());
    this.operation = { address, mode, data, from, until, end };
    this.writes[address] = (this.writes[address] ?? 0) + 1;
    this.core.poke(EECR, (this.core.peek(EECR) | EEPE) & ~EEMPE);
    this.core.cpu.clearInterrupt(this.ready, false);
    this.core.cpu.cycles += 2; // the CPU is halted for two cycles
  }

  private finish(): void {
    const { operation } = this;
    if (operation === undefined) return;
    this.operation = undefined;
    const { address, mode, data } = operation;
    if (mode !== WRITE_ONLY) this.bytes[address] = 0xff;
    if (mode !== ERASE_ONLY) this.bytes[address] = (this.bytes[address] ?? 0xff) & data;
    this.core.cpu.setInterruptFlag(this.ready);
  }
}
