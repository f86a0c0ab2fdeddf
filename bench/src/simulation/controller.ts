/** One life of a controller, from power-on to the next cut, as the simulation drives it. */

/** What an EEPROM byte looks like that was being written when power failed. */
export type Torn = 0 | 1 | 2;

export interface Controller {
  readonly powered: boolean;
  /** Lives on until `until` (ms of its own uptime) or until something can be seen; returns the time reached. */
  run(until: number): number;
  key(key: string): void;
  receive(bytes: Uint8Array): void;
  /** Bit n is locker n + 1. */
  doors(open: number): void;
  /** What it sent since the last call. */
  takeOutput(): Uint8Array;
  /** The locker, from 1, whose lock is energised now; 0 for none. */
  readonly energised: number;
  /** The rows of the OLED that can be seen, joined by blanks. */
  screen(): string;
  /** As it stands now; valid until the next call. */
  readonly eeprom: Uint8Array;
  /** Relay expanders (bit n) that do not answer. */
  breakExpanders(bits: number): void;
  /** Power will fail during the EEPROM byte after so many. */
  cutAfter(bytes: number, torn: Torn): void;
  powerOff(torn: Torn): void;
}

export interface Life {
  readonly eeprom: Uint8Array;
  /** MCUSR. */
  readonly cause: number;
  readonly doorsOpen: number;
  readonly doorsSensed: number;
}

export type ControllerMaker = (life: Life) => Controller;
