/** What a run broke: the number of the invariant (S1 to S11, L1, L2) and what happened. */
export interface Violation {
  readonly invariant: string;
  readonly text: string;
  /** Simulated milliseconds. */
  readonly at: number;
}

export class Violations {
  readonly #now: () => number;
  readonly all: Violation[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  add(invariant: string, text: string): void {
    this.all.push({ invariant, text, at: this.#now() });
  }
}
