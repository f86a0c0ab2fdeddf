import { CPU } from "avr8js";
import type { Schedule } from "./schedule.ts";

export const F_CPU = 16_000_000;
export const CYCLES_PER_MS = F_CPU / 1000;
/** ATmega328P: registers and I/O up to 0x0FF, then 2 KiB of SRAM (avr8js would take 8 KiB). */
export const SRAM_START = 0x100;
export const SRAM_BYTES = 2048;
export const FLASH_BYTES = 32 * 1024;

/** How avr8js describes an interrupt: its vector (in words), its flag and its enable bit. */
export type Interrupt = Parameters<CPU["setInterruptFlag"]>[0];

/** The CPU of avr8js together with the time of the board: what a peripheral needs. */
export class Core {
  readonly cpu: CPU;
  readonly schedule: Schedule;

  constructor(flash: Uint8Array, schedule: Schedule) {
    this.cpu = new CPU(new Uint16Array(flash.buffer, flash.byteOffset, flash.length / 2), SRAM_BYTES);
    this.schedule = schedule;
  }

  get now(): number {
    return this.cpu.cycles;
  }

  /** What a register holds, without the side effects of reading it. */
  peek(address: number): number {
    return this.cpu.data[address] ?? 0;
  }

  poke(address: number, value: number): void {
    this.cpu.data[address] = value;
  }
}
