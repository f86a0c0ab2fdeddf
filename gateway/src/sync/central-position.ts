/** How far central's copy of the ledger has come, as it said last: where the next start goes on. */
import type { SyncLedger } from "../contract/sync-schemas.ts";
import { EMPTY_HASH } from "../ledger/event-store.ts";
import { RawEvents } from "../ledger/raw-events.ts";
import { type SyncPosition, SyncPositionStore } from "../ledger/sync-position-store.ts";
import type { SyncSite } from "./sync-site.ts";

/** The time of the last success is written no more often while nothing else changes. */
const REMEMBER_MS = 600_000;

export class CentralPosition {
  readonly #site: SyncSite;
  readonly #store: SyncPositionStore;
  readonly #events: RawEvents;
  /** Of whatever life. */
  #kept: SyncPosition | undefined;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(site: SyncSite) {
    const { ledger } = site;
    this.#site = site;
    this.#store = ledger.store((db) => new SyncPositionStore(db));
    this.#events = ledger.store((db) => new RawEvents(db));
    this.#kept = ledger.ask(() => this.#store.get());
  }

  /** Wall-clock time at which central last said something; undefined when it never did. */
  get at(): number | undefined {
    return this.#kept?.at;
  }

  /** Of this life. The event before a restored one is where the copy is most likely the same. */
  get current(): SyncLedger["kept"] {
    const { ledger } = this.#site;
    const { id, cause, first_event } = ledger.life;
    if (this.#kept?.epoch === id) {
      const { sequence, hash, rev } = this.#kept;
      return { sequence, hash, rev };
    }
    const before = cause === "restored" ? first_event - 1 : 0;
    const hash = before === 0 ? undefined : ledger.ask(() => this.#events.hashOf(before));
    return hash === undefined
      ? { sequence: 0, hash: EMPTY_HASH, rev: 0 }
      : { sequence: before, hash, rev: 0 };
  }

  move({ sequence, hash, rev }: SyncLedger["kept"]): void {
    const { ledger, clock } = this.#site;
    const before = this.#kept;
    const { id: epoch } = ledger.life;
    const position = { epoch, sequence, hash, rev, at: clock.wall() };
    this.#kept = position;
    const now = clock.monotonic();
    const same = before?.epoch === epoch && before.hash === hash && before.rev === rev;
    if ((same && now - this.#writtenAt < REMEMBER_MS) || ledger.lowOnSpace) return;
    ledger.change(() => this.#store.set(position));
    this.#writtenAt = now;
  }
}
