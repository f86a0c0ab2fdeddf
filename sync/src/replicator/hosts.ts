/** Which database host to try next: the first in order that is not resting after a failure. */
import type { Clock } from "@holdfast/gateway/clock";
import { backoff, type Random, slowBackoff } from "./backoff.ts";

export interface Host {
  readonly host: string;
  readonly port: number;
}

interface Resting {
  failures: number;
  slow: boolean;
  /** Monotonic. */
  until: number;
}

function newHost(): Resting {
  return { failures: 0, slow: false, until: Number.NEGATIVE_INFINITY };
}

export class Hosts {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #hosts: ReadonlyMap<Host, Resting>;

  constructor(hosts: readonly Host[], clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#hosts = new Map(hosts.map((host) => [host, newHost()]));
  }

  next(): Host | undefined {
    const now = this.#clock.monotonic();
    for (const [host, { until }] of this.#hosts) if (until <= now) return host;
    return undefined;
  }

  /** `slow`: a person has to do something about it first. */
  failed(host: Host, slow: boolean): void {
    const resting = this.#of(host);
    const wait = slow ? slowBackoff(this.#random) : backoff(resting.failures, this.#random);
    resting.failures++;
    resting.slow = slow;
    resting.until = this.#clock.monotonic() + wait;
  }

  worked(host: Host): void {
    Object.assign(this.#of(host), newHost());
  }

  /** Somebody asks for a try now. */
  wake(): void {
    for (const resting of this.#hosts.values()) resting.until = Number.NEGATIVE_INFINITY;
  }

  /** Milliseconds until the first of them has rested. */
  wait(): number {
    const first = Math.min(...[...this.#hosts.values()].map(({ until }) => until));
    return Math.max(0, first - this.#clock.monotonic());
  }

  /** All of them wait for a person. */
  get hopeless(): boolean {
    return [...this.#hosts.values()].every(({ slow }) => slow);
  }

  #of(host: Host): Resting {
    return this.#hosts.get(host) as Resting;
  }
}
