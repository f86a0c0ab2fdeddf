/** A bounded crowd of strangers: whoever comes too many from one address costs others of that address their place. */

/** So many of one address; a bridge that lost power a few times in a row leaves as many behind. */
const OF_ONE_ADDRESS = 8;
const MOST = 64;

export class Crowd<T extends { readonly address: string }> {
  readonly #below: (below: number) => number;
  readonly #all = new Set<T>();

  constructor(below: (below: number) => number) {
    this.#below = below;
  }

  get size(): number {
    return this.#all.size;
  }

  get all(): readonly T[] {
    return [...this.#all];
  }

  /** Who has to leave for it. */
  add(one: T): T[] {
    const left = this.#from(one.address).slice(0, 1 - OF_ONE_ADDRESS);
    const leaving = left.length > 0 ? left : this.#all.size >= MOST ? [this.#unlucky()] : [];
    for (const other of leaving) this.#all.delete(other);
    this.#all.add(one);
    return leaving;
  }

  delete(one: T): void {
    this.#all.delete(one);
  }

  /** The oldest first. */
  #from(address: string): T[] {
    return this.all.filter((one) => one.address === address);
  }

  /** One of the busiest address; by chance, so that a flood cannot choose whom it drives out. */
  #unlucky(): T {
    const counts = new Map<string, number>();
    for (const { address } of this.#all) counts.set(address, (counts.get(address) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const busiest = this.all.filter(({ address }) => counts.get(address) === most);
    return busiest[this.#below(busiest.length)] as T;
  }
}
