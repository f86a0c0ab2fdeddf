/** How the sync process is, by what it told and when. Silence and age are counted on the monotonic clock. */
import type { Clock } from "../clock.ts";
import type { SyncReport, SyncStatus } from "../contract/sync-schemas.ts";

/** Longer than the next cycle, which it told. */
const SILENT_MS = 180_000;

export type Health = Pick<SyncStatus, keyof SyncReport | "lastSuccess" | "staleSeconds">;

export class SyncHealth {
  readonly #clock: Clock;
  #report: SyncReport | undefined;
  #heardAt: number | undefined;
  #success: { readonly at: number; readonly wall: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** It asked for something: it lives. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic();
  }

  report(report: SyncReport): void {
    this.heard();
    this.#report = report;
  }

  /** Central has what it was sent. */
  succeeded(): void {
    this.#success = { at: this.#clock.monotonic(), wall: this.#clock.wall() };
  }

  /** `before`: wall-clock time of the last success as the ledger remembers it. */
  view(before: number | undefined): Health {
    return { ...this.#told(), ...this.#age(before) };
  }

  #told(): Pick<Health, keyof SyncReport> {
    if (this.#heardAt === undefined) return { state: "starting" };
    const quiet = this.#clock.monotonic() - this.#heardAt;
    const report = this.#report;
    if (quiet >= SILENT_MS + (report?.nextIn ?? 0) * 1000) return { ...report, state: "silent" };
    return report ?? { state: "starting" };
  }

  #age(before: number | undefined): Pick<Health, "lastSuccess" | "staleSeconds"> {
    const wall = this.#success?.wall ?? before;
    if (wall === undefined) return {};
    const age = this.#success ? this.#clock.monotonic() - this.#success.at : this.#clock.wall() - wall;
    // A clock that went back since says nothing of the age.
    const stale = age < 0 ? {} : { staleSeconds: Math.floor(age / 1000) };
    return { lastSuccess: new Date(wall).toISOString(), ...stale };
  }
}
