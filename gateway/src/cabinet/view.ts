/** What the page and the operator see of a cabinet, derived from what its controller said last. */
import type { Slot } from "@holdfast/protocol";
import type { Cabinet, Locker } from "../contract/schemas.ts";

export interface CabinetFacts {
  readonly id: string;
  readonly name: string;
  readonly layout: number[][];
  readonly pinDigits: number;
  readonly lockers: number;
  readonly reachable: boolean;
  /** Somebody has to pair it first. */
  readonly unpaired: boolean;
  /** A journal or the gateway's disk is full. */
  readonly storingPaused: boolean;
  /** A PIN can be sent to a phone. */
  readonly delivers: boolean;
  /** Bit n - 1 for locker n. */
  readonly doorsOpen: number;
  readonly doorsSensed: number;
  /** Bit n for the n-th relay board of eight lockers. */
  readonly relaysOk: number;
  readonly slot: (locker: number) => Slot | undefined;
  /** The record is damaged and could not be filled again yet. */
  readonly damaged: (locker: number) => boolean;
  readonly label: (locker: number) => string | undefined;
}

function bit(bits: number, index: number): boolean {
  return ((bits >>> index) & 1) === 1;
}

function lockerState(facts: CabinetFacts, locker: number): Locker["state"] {
  const slot = facts.slot(locker);
  if (facts.damaged(locker)) return "faulty";
  if (slot?.held) return "held";
  if (facts.reachable && !bit(facts.relaysOk, (locker - 1) >> 3)) return "faulty";
  return slot?.outOfService ? "out_of_service" : "free";
}

function doorState(facts: CabinetFacts, locker: number): Locker["door"] {
  if (!facts.reachable || !bit(facts.doorsSensed, locker - 1)) return "unknown";
  return bit(facts.doorsOpen, locker - 1) ? "open" : "closed";
}

export function cabinetView(facts: CabinetFacts): Cabinet {
  const lockers = Array.from({ length: facts.lockers }, (_, index): Locker => {
    const number = index + 1;
    const label = facts.label(number);
    const state = lockerState(facts, number);
    return { number, state, door: doorState(facts, number), ...(label === undefined ? {} : { label }) };
  });
  return {
    id: facts.id,
    name: facts.name,
    link: facts.reachable ? "up" : "down",
    storing: storing(facts, lockers),
    layout: facts.layout,
    pinDigits: facts.pinDigits,
    lockers,
  };
}

function storing(facts: CabinetFacts, lockers: readonly Locker[]): Cabinet["storing"] {
  if (!facts.reachable) return facts.unpaired ? "not_paired" : "unreachable";
  if (facts.storingPaused) return "paused";
  if (!facts.delivers) return "keypad_only";
  return lockers.some((locker) => locker.state === "free") ? "possible" : "full";
}

/** Columns of four from left to right, each from top to bottom. */
export function defaultLayout(lockers: number): number[][] {
  const columns: number[][] = [];
  for (let first = 1; first <= lockers; first += 4) {
    columns.push(Array.from({ length: Math.min(4, lockers - first + 1) }, (_, index) => first + index));
  }
  return columns;
}
