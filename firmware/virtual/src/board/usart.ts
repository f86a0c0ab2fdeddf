import type { Core, Interrupt } from "./core.ts";

/*
 * USART0 after the datasheet, chapter 19. avr8js's own has no receive FIFO, loses a received byte when UCSR0B is written,
 * clears UDRE when UCSR0A is written or its interrupt is served, and has no second transmit buffer.
 */

const UCSRA = 0xc0;
const UCSRB = 0xc1;
const UCSRC = 0xc2;
const UBRRL = 0xc4;
const UBRRH = 0xc5;
const UDR = 0xc6;

const RXC = 0x80;
const TXC = 0x40;
const UDRE = 0x20;
const FE = 0x10;
const DOR = 0x08;
const U2X = 0x02;
const MPCM = 0x01;
const RXCIE = 0x80;
const TXCIE = 0x40;
const UDRIE = 0x20;
const RXEN = 0x10;
const TXEN = 0x08;
const USBS = 0x08;
const UPM1 = 0x20;
const UCSZ_8 = 0x06;

/** Received bytes wait in two buffers; a third waits in the shift register (datasheet 19.7.2). */
const FIFO_LENGTH = 2;

interface Received {
  readonly byte: number;
  readonly framingError: boolean;
}

export class Usart {
  /** A whole byte has left the TXD pin; `bitCycles` is how long each of its bits was. */
  onTransmit: ((byte: number, bitCycles: number, cycle: number) => void) | undefined;
  /** Received bytes that were lost because nobody read them in time. */
  overruns = 0;
  private readonly core: Core;
  private readonly rxc: Interrupt;
  private readonly udre: Interrupt;
  private readonly txc: Interrupt;
  private fifo: Received[] = [];
  private shift: Received | undefined;
  private overrun = false;
  private sending = false;
  private buffered: number | undefined;
  /** Bytes of an earlier life of the MCU never arrive. */
  private life = 0;

  constructor(core: Core) {
    this.core = core;
    const interrupt = (address: number, flagMask: number, enableMask: number, constant: boolean) => ({
      address,
      flagRegister: UCSRA,
      flagMask,
      enableRegister: UCSRB,
      enableMask,
      constant,
    });
    // Table 11-6. RXC and UDRE are levels: being served does not clear them.
    this.rxc = interrupt(0x24, RXC, RXCIE, true);
    this.udre = interrupt(0x26, UDRE, UDRIE, true);
    this.txc = interrupt(0x28, TXC, TXCIE, false);
    this.attach();
  }

  reset(): void {
    this.life++;
    this.fifo = [];
    this.shift = undefined;
    this.overrun = false;
    this.sending = false;
    this.buffered = undefined;
    this.core.poke(UCSRA, UDRE);
    this.core.poke(UCSRC, UCSZ_8);
  }

  get bitCycles(): number {
    const ubrr = ((this.core.peek(UBRRH) & 0x0f) << 8) | this.core.peek(UBRRL);
    return (ubrr + 1) * (this.core.peek(UCSRA) & U2X ? 8 : 16);
  }

  get receiving(): boolean {
    return (this.core.peek(UCSRB) & RXEN) !== 0;
  }

  /** The start bit of a byte on RXD: a byte that still waits in the shift register is lost now. */
  startBit(): void {
    if (this.shift === undefined) return;
    this.shift = undefined;
    this.overrun = true;
    this.overruns++;
    this.updateStatus();
  }

  /** The stop bit of a byte on RXD. */
  receive(byte: number, framingError: boolean): void {
    if (!this.receiving) return;
    const received = { byte, framingError };
    if (this.fifo.length === FIFO_LENGTH) this.shift = received;
    else {
      this.fifo.push(received);
      this.updateStatus();
    }
  }

  private attach(): void {
    const { cpu } = this.core;
    cpu.writeHooks[UCSRA] = (value, old, _address, mask) => {
      this.core.poke(UCSRA, (old & ~(U2X | MPCM)) | (value & (U2X | MPCM)));
      cpu.clearInterruptByFlag(this.txc, value & mask);
      return true;
    };
    cpu.writeHooks[UCSRB] = (value) => {
      this.core.poke(UCSRB, value);
      // "Disabling the Receiver will flush the receive buffer" (datasheet 19.7.6)
      if (!(value & RXEN)) {
        this.fifo = [];
        this.shift = undefined;
        this.updateStatus();
      }
      for (const interrupt of [this.rxc, this.udre, this.txc]) cpu.updateInterruptEnable(interrupt, value);
      return true;
    };
    cpu.readHooks[UDR] = () => {
      const received = this.fifo.shift();
      if (this.shift !== undefined) {
        this.fifo.push(this.shift);
        this.shift = undefined;
      }
      this.overrun = false;
      this.updateStatus();
      return received?.byte ?? 0;
    };
    cpu.writeHooks[UDR] = (value) => {
      if (!(this.core.peek(UCSRB) & TXEN) || !(this.core.peek(UCSRA) & UDRE)) return true;
      if (this.sending) {
        this.buffered = value;
        cpu.clearInterrupt(this.udre);
      } else this.send(value, this.core.now);
      return true;
    };
  }

  private send(byte: number, from: number): void {
    this.sending = true;
    const { bitCycles, life } = this;
    const control = this.core.peek(UCSRC);
    const bits = 10 + (control & USBS ? 1 : 0) + (control & UPM1 ? 1 : 0);
    this.core.schedule.at(from + bits * bitCycles, (cycle) => {
      if (life !== this.life) return;
      this.sending = false;
      this.onTransmit?.(byte, bitCycles, cycle);
      const next = this.buffered;
      this.buffered = undefined;
      if (next === undefined) this.core.cpu.setInterruptFlag(this.txc);
      else {
        this.send(next, cycle);
        this.core.cpu.setInterruptFlag(this.udre);
      }
    });
  }

  /** The error bits belong to the byte that is read next. */
  private updateStatus(): void {
    const first = this.fifo[0];
    const { cpu } = this.core;
    let status = this.core.peek(UCSRA) & ~(FE | DOR);
    if (first?.framingError) status |= FE;
    if (this.overrun) status |= DOR;
    this.core.poke(UCSRA, status);
    if (first === undefined) cpu.clearInterrupt(this.rxc);
    else cpu.setInterruptFlag(this.rxc);
  }
}
