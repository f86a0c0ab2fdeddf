/** Says that the next cycle should not wait for its time. It goes on saying so until a cycle begins. */
import type { Ledger } from "../ledger/ledger.ts";

export type Why = "asked" | "command" | "open";

/** Events with which a door was opened. */
const OPENINGS: readonly string[] = [
  "keypad_store",
  "keypad_collect",
  "web_store",
  "web_collect",
  "operator_open",
];

export class DueBell {
  readonly #listeners = new Set<(why: Why) => void>();
  #waiting: Why | undefined;
  #stop = () => {};

  ring(why: Why): void {
    this.#waiting = why;
    for (const listener of this.#listeners) listener(why);
  }

  ringWhenOpened(ledger: Ledger): void {
    this.#stop = ledger.onEvent(({ kind, outcome }) => {
      if (outcome === "done" && OPENINGS.includes(kind)) this.ring("open");
    });
  }

  /** A cycle has begun. */
  answered(): void {
    this.#waiting = undefined;
  }

  /** Whoever comes after it rang hears of it at once. Returns the way to stop. */
  listen(listener: (why: Why) => void): () => void {
    this.#listeners.add(listener);
    if (this.#waiting) listener(this.#waiting);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }
}
