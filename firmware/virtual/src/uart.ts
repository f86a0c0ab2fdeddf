import type { SerialLine } from "./board/serial-line.ts";
import type { Usart } from "./board/usart.ts";

/** The far end of the controller's UART. */
export class Uart {
  private readonly line: SerialLine;
  private readonly usart: Usart;

  constructor(line: SerialLine, usart: Usart) {
    this.line = line;
    this.usart = usart;
  }

  /** The bytes go out one after the other at the baud rate while the cabinet runs. */
  send(bytes: Uint8Array): void {
    this.line.send(bytes);
  }

  /** Each byte the controller sends, when its stop bit has passed. */
  set onByte(callback: ((byte: number, cycle: number) => void) | undefined) {
    this.line.onByte = callback;
  }

  /** All bytes given to `send` are on their way. */
  set onDrain(callback: (() => void) | undefined) {
    this.line.onDrain = callback;
  }

  /** Bytes that wait to be sent. */
  get queued(): number {
    return this.line.queued;
  }

  /** Forgets the bytes that wait. */
  clear(): void {
    this.line.clear();
  }

  get connected(): boolean {
    return this.line.connected;
  }

  /** The cable: unplugged, nothing passes either way. */
  set connected(plugged: boolean) {
    this.line.connected = plugged;
  }

  /** Bytes the controller lost because it did not read them in time. */
  get overruns(): number {
    return this.usart.overruns;
  }

  get bytesToController(): number {
    return this.line.sentToMcu;
  }

  get bytesFromController(): number {
    return this.line.receivedFromMcu;
  }
}
