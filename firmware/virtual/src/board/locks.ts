import { CYCLES_PER_MS } from "./core.ts";
import { BoundedLog } from "./log.ts";
import type { Appointment, Schedule } from "./schedule.ts";

/** A solenoid needs this long to free the latch; the spring then pushes the door open. */
const RELEASE_MS = 50;

export interface Energised {
  readonly locker: number;
  readonly fromCycle: number;
  /** Undefined while it lasts. */
  readonly toCycle: number | undefined;
}

export interface LineChange {
  readonly cycle: number;
  readonly line: "supply" | "relays";
  readonly value: number;
}

/** A door with its latch, its spring and its contact. */
export class Door {
  /** Whether a contact is wired to a sensor expander. */
  readonly sensed: boolean;
  /** Something holds the door: the latch moves, the door does not. */
  jammed = false;
  private isOpen = false;
  private readonly onMove: () => void;

  constructor(sensed: boolean, onMove: () => void) {
    this.sensed = sensed;
    this.onMove = onMove;
  }

  get open(): boolean {
    return this.isOpen;
  }

  /** The latch catches by itself. */
  pushShut(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.onMove();
  }

  /** What the spring does when the latch lets go, and a thief with a crowbar. */
  springOpen(): void {
    if (this.isOpen || this.jammed) return;
    this.isOpen = true;
    this.onMove();
  }
}

/** The locks: each is energised while its relay is on (bit low) and the supply is enabled. */
export class Locks {
  readonly doors: readonly Door[];
  readonly lines = new BoundedLog<LineChange>();
  private readonly finished = new BoundedLog<Energised>();
  private readonly running = new Map<number, number>();
  private readonly releases = new Map<number, Appointment>();
  private readonly schedule: Schedule;
  private supply = false;
  private relays = -1;

  constructor(schedule: Schedule, doors: readonly Door[]) {
    this.schedule = schedule;
    this.doors = doors;
  }

  get log(): Energised[] {
    const running = [...this.running].map(([locker, fromCycle]) => ({
      locker,
      fromCycle,
      toCycle: undefined,
    }));
    return [...this.finished, ...running];
  }

  get supplyOn(): boolean {
    return this.supply;
  }

  /** Bit n low: the relay of locker n + 1 is on. */
  get relayBits(): number {
    return this.relays;
  }

  isEnergised(door: number): boolean {
    return this.running.has(door + 1);
  }

  set(supply: boolean, relays: number, cycle: number): void {
    if (supply !== this.supply) this.lines.push({ cycle, line: "supply", value: supply ? 1 : 0 });
    if (relays !== this.relays) this.lines.push({ cycle, line: "relays", value: relays >>> 0 });
    this.supply = supply;
    this.relays = relays;
    for (const [index, door] of this.doors.entries()) {
      const energised = supply && ((relays >>> index) & 1) === 0;
      if (energised === this.isEnergised(index)) continue;
      if (energised) this.energise(index + 1, door, cycle);
      else this.release(index + 1, cycle);
    }
  }

  private energise(locker: number, door: Door, cycle: number): void {
    this.running.set(locker, cycle);
    const spring = (at: number): void => {
      door.springOpen();
      // A door that is pushed shut against an energised lock does not stay shut.
      this.releases.set(locker, this.schedule.at(at + RELEASE_MS * CYCLES_PER_MS, spring));
    };
    this.releases.set(locker, this.schedule.at(cycle + RELEASE_MS * CYCLES_PER_MS, spring));
  }

  private release(locker: number, cycle: number): void {
    this.schedule.cancel(this.releases.get(locker));
    this.releases.delete(locker);
    this.finished.push({ locker, fromCycle: this.running.get(locker) ?? cycle, toCycle: cycle });
    this.running.delete(locker);
  }
}
