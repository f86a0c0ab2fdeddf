/** How states are said to people. */
import type { Cabinet, Locker } from "@holdfast/gateway/contract";

export const STATE_WORDS: Record<Locker["state"], string> = {
  free: "Free",
  held: "In use",
  out_of_service: "Out of service",
  faulty: "Faulty",
};

export const freeLockers = (cabinet: Cabinet): Locker[] =>
  cabinet.lockers.filter((locker) => locker.state === "free");

export const lockerOf = (cabinet: Cabinet | undefined, number: number): Locker | undefined =>
  cabinet?.lockers.find((locker) => locker.number === number);

/** "3 is open", and of a locker with a label "3, Post room, is open". */
export function named(cabinet: Cabinet | undefined, number: number, then = ""): string {
  const label = lockerOf(cabinet, number)?.label;
  return label ? [number, label, then].filter(Boolean).join(", ") : `${number} ${then}`.trimEnd();
}

export function freeWords(cabinets: readonly Cabinet[]): string {
  const all = cabinets.reduce((sum, cabinet) => sum + cabinet.lockers.length, 0);
  const free = cabinets.reduce((sum, cabinet) => sum + freeLockers(cabinet).length, 0);
  return free === 0 ? "All lockers are taken" : `${free} of ${all} lockers free`;
}
