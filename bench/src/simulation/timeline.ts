/** Simulated time: calls that are due, in the order of their time and then of their making. Milliseconds. */
interface Due {
  readonly at: number;
  readonly order: number;
  call: (() => void) | undefined;
}

export class Timeline {
  now = 0;
  #order = 0;
  /** A binary heap. */
  readonly #heap: Due[] = [];

  /** Returns the way to cancel. */
  after(milliseconds: number, call: () => void): () => void {
    const due: Due = { at: this.now + Math.max(0, milliseconds), order: this.#order++, call };
    this.#push(due);
    return () => {
      due.call = undefined;
    };
  }

  /** When the next call is due; Infinity when none is. */
  get next(): number {
    while (this.#heap[0] !== undefined && this.#heap[0].call === undefined) this.#pop();
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Makes the next call if it is due by now; false when none was. */
  fire(): boolean {
    if (this.next > this.now) return false;
    const due = this.#pop();
    const call = due?.call;
    if (due) due.call = undefined;
    call?.();
    return true;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!before(due, heap[above] as Due)) break;
      heap[at] = heap[above] as Due;
      at = above;
    }
    heap[at] = due;
  }

  #pop(): Due | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child++;
      if (!before(heap[child] as Due, last)) break;
      heap[at] = heap[child] as Due;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function before(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
