/** Says that the next cycle should not wait for its time. It goes on saying so until a cycle begins. */
export type Why = "asked" | "command" | "open";

export class DueBell {
  readonly #listeners = new Set<(why: Why) => void>();
  #waiting: Why | undefined;

  ring(why: Why): void {
    this.#waiting = why;
    for (const listener of this.#listeners) listener(why);
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
    this.#listeners.clear();
  }
}
