import { type Board, OLED_ADDRESS } from "./board/board.ts";
import { Random } from "./board/random.ts";
import type { LineFault } from "./board/serial-line.ts";

export interface LineFaultOptions {
  readonly seed: number;
  /** Of each byte in each direction, from 0 to 1; 0 ends the fault. */
  readonly probability: number;
}

/** What breaks in the field. */
export class Faults {
  private readonly board: Board;

  constructor(board: Board) {
    this.board = board;
  }

  /** A relay or sensor expander (0x20..0x27) stops answering. */
  expanderNack(address: number, on: boolean): void {
    this.silence(address, on);
  }

  oledNack(on: boolean): void {
    this.silence(OLED_ADDRESS, on);
  }

  /** A chip holds SDA low: for ever, or until it has seen that many SCL pulses. */
  sdaStuck(on: boolean, clocks = Number.POSITIVE_INFINITY): void {
    this.board.bus.stick(on ? clocks : undefined);
  }

  /** One bit of a byte flips. */
  uartNoise(options: LineFaultOptions): void {
    this.board.line.noise = lineFault(options);
  }

  /** A byte does not arrive. */
  uartLoss(options: LineFaultOptions): void {
    this.board.line.loss = lineFault(options);
  }

  flipEepromBit(address: number, bit: number): void {
    const { bytes } = this.board.mcu.eeprom;
    bytes[address] = (bytes[address] ?? 0) ^ (1 << bit);
  }

  /** The program stands still with interrupts off, until the watchdog bites or power is cut. */
  hangMcu(): void {
    this.board.mcu.hang();
  }

  /** The latch moves, but the door does not spring open. `locker` counts from 1. */
  jamDoor(locker: number, on: boolean): void {
    const door = this.board.locks.doors[locker - 1];
    if (door !== undefined) door.jammed = on;
  }

  private silence(address: number, on: boolean): void {
    if (on) this.board.bus.silent.add(address);
    else this.board.bus.silent.delete(address);
  }
}

function lineFault({ seed, probability }: LineFaultOptions): LineFault | undefined {
  return probability > 0 ? { probability, random: new Random(seed) } : undefined;
}
