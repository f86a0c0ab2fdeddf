/** Lockers that their owners opened and may finish or keep for a while. In memory: after a restart they are over. */
import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";

export interface OpenVisit {
  readonly cabinet: string;
  readonly locker: number;
  /** The controller's number of the rental. */
  readonly rental: number;
}

const LIFE_MS = 600_000;
const MOST = 1000;

export class Visits {
  readonly #clock: Clock;
  readonly #random: Random;
  /** Oldest first. */
  readonly #visits = new Map<string, OpenVisit & { readonly until: number }>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  open(visit: OpenVisit): string {
    this.#forgetOld();
    const token = Buffer.from(this.#random.bytes(16)).toString("base64url");
    this.#visits.set(token, { ...visit, until: this.#clock.monotonic() + LIFE_MS });
    return token;
  }

  get(token: string): OpenVisit | undefined {
    this.#forgetOld();
    return this.#visits.get(token);
  }

  end(token: string): boolean {
    this.#forgetOld();
    return this.#visits.delete(token);
  }

  #forgetOld(): void {
    const now = this.#clock.monotonic();
    for (const [token, { until }] of this.#visits) {
      if (until > now && this.#visits.size <= MOST) return;
      this.#visits.delete(token);
    }
  }
}
