/** A log that a cabinet running for weeks cannot fill memory with: the oldest entries go. */
export class BoundedLog<Entry> implements Iterable<Entry> {
  private items: Entry[] = [];
  /** Entries that were dropped since the start. */
  dropped = 0;
  private readonly limit: number;

  constructor(limit = 4096) {
    this.limit = limit;
  }

  push(entry: Entry): void {
    this.items.push(entry);
    if (this.items.length < 2 * this.limit) return;
    this.dropped += this.items.length - this.limit;
    this.items = this.items.slice(-this.limit);
  }

  clear(): void {
    this.items = [];
  }

  get length(): number {
    return this.items.length;
  }

  at(index: number): Entry | undefined {
    return this.items.at(index);
  }

  /** A copy of what is kept. */
  get all(): Entry[] {
    return [...this.items];
  }

  [Symbol.iterator](): Iterator<Entry> {
    return this.items[Symbol.iterator]();
  }
}
