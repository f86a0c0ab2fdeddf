import { VirtualError } from "../virtual-error.ts";
import { F_CPU } from "./core.ts";
import type { Random } from "./random.ts";
import type { Schedule } from "./schedule.ts";
import type { Usart } from "./usart.ts";

/** A host that sends more than this ahead of the line does not listen to backpressure. */
const QUEUE_LIMIT = 65_536;
/** A receiver samples the stop bit 9.5 bits after the start edge: it may be off by half a bit there. */
const BAUD_TOLERANCE = 0.5 / 9.5;
/** What is read at a wrong baud rate; any other byte would do, but not the same both ways. */
const GARBLED_IN = 0xa5;
const GARBLED_OUT = 0x96;

export interface LineFault {
  /** Of each byte, from 0 to 1. */
  readonly probability: number;
  readonly random: Random;
}

/** The cable between the USART and whoever is the gateway, at the gateway's baud rate, 8N1. */
export class SerialLine {
  /** Each byte that the controller sent, as the far side receives it. */
  onByte: ((byte: number, cycle: number) => void) | undefined;
  /** Room came back: the queue is short again. */
  onDrain: (() => void) | undefined;
  connected = true;
  noise: LineFault | undefined;
  loss: LineFault | undefined;
  sentToMcu = 0;
  receivedFromMcu = 0;
  private readonly usart: Usart;
  private readonly schedule: Schedule;
  private readonly now: () => number;
  private readonly bitCycles: number;
  private queue: Uint8Array[] = [];
  private queuedBytes = 0;
  private offset = 0;
  private sending = false;

  constructor(usart: Usart, schedule: Schedule, now: () => number, baud: number) {
    this.usart = usart;
    this.schedule = schedule;
    this.now = now;
    this.bitCycles = F_CPU / baud;
    usart.onTransmit = (byte, bitCycles, cycle) => this.fromMcu(byte, bitCycles, cycle);
  }

  /** Bytes that wait for the line. */
  get queued(): number {
    return this.queuedBytes;
  }

  send(bytes: Uint8Array): void {
    if (this.queuedBytes + bytes.length > QUEUE_LIMIT)
      throw new VirtualError(
        "UART_FULL",
        "too many bytes wait for the serial line",
        "Wait for onDrain.",
        true,
      );
    if (bytes.length === 0) return;
    this.queue.push(Uint8Array.from(bytes));
    this.queuedBytes += bytes.length;
    if (!this.sending) this.sendNext(this.now());
  }

  /** Forgets what waits, as when the cable is pulled or a client goes. */
  clear(): void {
    this.queue = [];
    this.queuedBytes = 0;
    this.offset = 0;
  }

  private take(): number | undefined {
    const first = this.queue[0];
    if (first === undefined) return undefined;
    const byte = first[this.offset++] ?? 0;
    this.queuedBytes--;
    if (this.offset === first.length) {
      this.queue.shift();
      this.offset = 0;
    }
    return byte;
  }

  private sendNext(from: number): void {
    const byte = this.take();
    this.sending = byte !== undefined;
    if (byte === undefined) {
      this.onDrain?.();
      return;
    }
    const arriving = this.connected && !strikes(this.loss);
    // The receiver samples a start bit in its middle.
    if (arriving) this.schedule.at(from + this.bitCycles / 2, () => this.usart.startBit());
    this.schedule.at(from + 10 * this.bitCycles, (cycle) => {
      if (arriving && this.connected) {
        const mismatch = !fits(this.bitCycles, this.usart.bitCycles);
        this.sentToMcu++;
        this.usart.receive(mismatch ? byte ^ GARBLED_IN : this.disturbed(byte), mismatch);
      }
      this.sendNext(cycle);
    });
  }

  private fromMcu(byte: number, bitCycles: number, cycle: number): void {
    if (!this.connected || strikes(this.loss)) return;
    this.receivedFromMcu++;
    this.onByte?.(fits(this.bitCycles, bitCycles) ? this.disturbed(byte) : byte ^ GARBLED_OUT, cycle);
  }

  private disturbed(byte: number): number {
    return strikes(this.noise) && this.noise !== undefined
      ? byte ^ (1 << (this.noise.random.next() & 7))
      : byte;
  }
}

function strikes(fault: LineFault | undefined): boolean {
  return fault !== undefined && fault.random.fraction() < fault.probability;
}

function fits(expected: number, actual: number): boolean {
  return Math.abs(actual / expected - 1) < BAUD_TOLERANCE;
}
