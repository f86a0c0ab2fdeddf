/**
 * Whose pulse each was. Of several acts at once that ask for the same nobody can say at first, so that a pulse may pass
 * to another act later, as long as each act has one at most and whoever was told that it is done has one.
 */
import type { Act } from "./rights.ts";

interface Pulse {
  /** The acts that it may have been for. */
  readonly eligible: readonly Act[];
  owner: Act | undefined;
}

/** More than can be in doubt at one locker. */
const REMEMBERED = 64;

export class Pulses {
  readonly #pulses: Pulse[] = [];
  readonly #done = new Set<Act>();

  of(act: Act): boolean {
    return this.#owned(act) !== undefined;
  }

  /** A pulse that one of these asked for; false when each of them has had its own. */
  add(eligible: readonly Act[]): boolean {
    const pulse: Pulse = { eligible, owner: undefined };
    if (!this.#place(pulse, new Set())) return false;
    this.#pulses.push(pulse);
    if (this.#pulses.length > REMEMBERED) this.#done.delete(this.#pulses.shift()?.owner as Act);
    return true;
  }

  /** An act is said to be done; false when there was no pulse for it. */
  done(act: Act): boolean {
    if (!this.of(act) && !this.#take(act, new Set())) return false;
    this.#done.add(act);
    return true;
  }

  #owned(act: Act): Pulse | undefined {
    return this.#pulses.find(({ owner }) => owner === act);
  }

  /** Finds an owner for the pulse, moving other pulses on where that helps (Kuhn's matching). */
  #place(pulse: Pulse, seen: Set<Act>): boolean {
    for (const act of pulse.eligible) {
      if (seen.has(act)) continue;
      seen.add(act);
      const owned = this.#owned(act);
      if (owned && !this.#place(owned, seen)) continue;
      pulse.owner = act;
      return true;
    }
    return false;
  }

  /** Finds a pulse for the act: one whose owner does not need it, or finds another. */
  #take(act: Act, seen: Set<Pulse>): boolean {
    for (const pulse of this.#pulses) {
      const { owner } = pulse;
      if (seen.has(pulse) || !owner || !pulse.eligible.includes(act)) continue;
      seen.add(pulse);
      if (this.#done.has(owner) && !this.#take(owner, seen)) continue;
      pulse.owner = act;
      return true;
    }
    return false;
  }
}
