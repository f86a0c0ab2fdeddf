import { CYCLES_PER_MS } from "./core.ts";
import type { Random } from "./random.ts";
import type { Schedule } from "./schedule.ts";

export const KEYS = ["123A", "456B", "789C", "*0#D"] as const;
export type Level = 0 | 1;

/** Contacts of a cheap keypad settle within a few ms. */
const BOUNCE_MS = 4;
const BOUNCES = 3;

/** Four row wires and four column wires, joined where a key is pressed. There are no diodes: three corners make the fourth. */
export class Keypad {
  onChange: ((cycle: number) => void) | undefined;
  private readonly schedule: Schedule;
  private readonly random: Random;
  private readonly bounce: boolean;
  private readonly now: () => number;
  private readonly closed = new Set<number>();
  private readonly wanted = new Set<number>();

  constructor(schedule: Schedule, random: Random, bounce: boolean, now: () => number) {
    this.schedule = schedule;
    this.random = random;
    this.bounce = bounce;
    this.now = now;
  }

  get pressed(): string[] {
    return [...this.wanted].map((key) => KEYS[key >> 2]?.[key & 3] ?? "");
  }

  set(key: string, pressed: boolean): boolean {
    const index = key.length === 1 ? KEYS.join("").indexOf(key) : -1;
    if (index < 0) return false;
    if (pressed === this.wanted.has(index)) return true;
    if (pressed) this.wanted.add(index);
    else this.wanted.delete(index);
    this.move(index, pressed, this.now());
    if (this.bounce) this.rattle(index, this.now());
    return true;
  }

  releaseAll(): void {
    for (const key of this.pressed) this.set(key, false);
  }

  private rattle(index: number, from: number): void {
    const moments = Array.from({ length: 2 * BOUNCES }, () => this.random.fraction()).sort((a, b) => a - b);
    for (const [number, moment] of moments.entries())
      this.schedule.at(from + Math.round(moment * BOUNCE_MS * CYCLES_PER_MS), (cycle) => {
        const settled = this.wanted.has(index);
        this.move(index, number % 2 === 0 ? !settled : settled, cycle);
      });
  }

  private move(index: number, closed: boolean, cycle: number): void {
    if (closed) this.closed.add(index);
    else this.closed.delete(index);
    this.onChange?.(cycle);
  }

  /**
   * Levels of wires 0..3 (rows) and 4..7 (columns) from what drives them: strong levels, or undefined where nothing does,
   * and pull-ups. A wire pulled both ways is low, as the lower transistor of an AVR pin is the stronger one.
   */
  levels(driven: readonly (Level | undefined)[], pulledUp: readonly boolean[]): Level[] {
    if (this.closed.size === 0) return driven.map((level, wire) => level ?? (pulledUp[wire] ? 1 : 0));
    const group = this.groups();
    return group.map((own, wire) => {
      const joined = group.flatMap((other, index) => (other === own ? [index] : []));
      if (joined.some((index) => driven[index] === 0))
        return driven[wire] === 1 && joined.length === 1 ? 1 : 0;
      return joined.some((index) => driven[index] === 1 || pulledUp[index]) ? 1 : 0;
    });
  }

  private groups(): number[] {
    const group = [0, 1, 2, 3, 4, 5, 6, 7];
    for (const key of this.closed) {
      const row = group[key >> 2] ?? 0;
      const column = group[4 + (key & 3)] ?? 0;
      for (const [wire, own] of group.entries()) if (own === column) group[wire] = row;
    }
    return group;
  }
}
