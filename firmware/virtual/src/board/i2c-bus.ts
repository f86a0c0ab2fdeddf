import { BoundedLog } from "./log.ts";

/** A chip on the bus. Each call that returns a boolean answers with its ACK. */
export interface I2cDevice {
  readonly address: number;
  select(write: boolean): boolean;
  write(byte: number, cycle: number): boolean;
  read(cycle: number): number;
}

/** One transfer from its START to its STOP (or to the repeated START). */
export interface I2cTransfer {
  readonly address: number;
  readonly write: boolean;
  readonly bytes: number;
  readonly acknowledged: boolean;
  readonly fromCycle: number;
  readonly toCycle: number;
}

/** The wires and the chips on them. What the bus does between two bits is the master's part (twi.ts). */
export class I2cBus {
  readonly log = new BoundedLog<I2cTransfer>(1024);
  transfers = 0;
  refused = 0;
  longestCycles = 0;
  /** Chips that do not answer: broken, unplugged, or with the wrong address set. */
  readonly silent = new Set<number>();
  onLevels: (() => void) | undefined;
  private readonly devices = new Map<number, I2cDevice>();
  /** SCL pulses after which a stuck chip lets go of SDA; undefined when nothing is stuck. */
  private stuckFor: number | undefined;
  private current:
    | { address: number; write: boolean; bytes: number; acknowledged: boolean; from: number }
    | undefined;
  private selected: I2cDevice | undefined;

  attach(device: I2cDevice): void {
    this.devices.set(device.address, device);
  }

  get sdaStuck(): boolean {
    return this.stuckFor !== undefined;
  }

  /** A chip holds SDA low, as one does that lost its master in the middle of a byte it was sending. */
  stick(clocks: number | undefined): void {
    this.stuckFor = clocks;
    this.onLevels?.();
  }

  /** The master gave one clock pulse by hand. */
  pulse(): void {
    if (this.stuckFor === undefined) return;
    this.stick(this.stuckFor > 1 ? this.stuckFor - 1 : undefined);
  }

  start(cycle: number): void {
    this.end(cycle);
    this.current = { address: 0, write: false, bytes: 0, acknowledged: false, from: cycle };
  }

  select(address: number, write: boolean): boolean {
    const device = this.silent.has(address) ? undefined : this.devices.get(address);
    const acknowledged = device?.select(write) ?? false;
    this.selected = acknowledged ? device : undefined;
    if (this.current !== undefined) Object.assign(this.current, { address, write, acknowledged });
    if (!acknowledged) this.refused++;
    return acknowledged;
  }

  write(byte: number, cycle: number): boolean {
    if (this.current !== undefined) this.current.bytes++;
    if (this.selected === undefined || this.silent.has(this.selected.address)) return false;
    return this.selected.write(byte, cycle);
  }

  read(cycle: number): number {
    if (this.current !== undefined) this.current.bytes++;
    if (this.selected === undefined || this.silent.has(this.selected.address)) return 0xff;
    return this.selected.read(cycle);
  }

  end(cycle: number): void {
    const { current } = this;
    this.selected = undefined;
    this.current = undefined;
    if (current === undefined) return;
    const { address, write, bytes, acknowledged, from } = current;
    this.transfers++;
    this.longestCycles = Math.max(this.longestCycles, cycle - from);
    this.log.push({ address, write, bytes, acknowledged, fromCycle: from, toCycle: cycle });
  }
}
