/** What happened, as one hash over all of it; as lines too where somebody will read them. */
import type { Timeline } from "./timeline.ts";

export class Trace {
  readonly #timeline: Timeline;
  readonly #keep: boolean;
  readonly lines: string[] = [];
  #a = 0x811c9dc5;
  #b = 0x9e3779b1;

  constructor(timeline: Timeline, keep: boolean) {
    this.#timeline = timeline;
    this.#keep = keep;
  }

  /** For readers only: no part of what is compared. */
  note(step: object): void {
    if (this.#keep) this.lines.push(`${this.#timeline.now.toFixed(1)} > ${JSON.stringify(step)}`);
  }

  add(text: string): void {
    const line = `${this.#timeline.now.toFixed(1)} ${text}`;
    if (this.#keep) this.lines.push(line);
    for (let i = 0; i < line.length; i++) {
      const code = line.charCodeAt(i);
      this.#a = Math.imul(this.#a ^ code, 0x01000193);
      this.#b = Math.imul(this.#b ^ code, 0x85ebca6b) ^ (this.#b >>> 13);
    }
  }

  /** 16 hex digits. */
  get hash(): string {
    return [this.#a, this.#b].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
