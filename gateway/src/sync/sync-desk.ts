/**
 * Where the sync process is served: what central lacks, what it has, and what its admins want. The gateway asks nobody;
 * without a sync process nothing here runs.
 */
import { HoldfastError } from "../contract/error.ts";
import type { LedgerEvent, RecoveryKey, SiteProblem } from "../contract/operator-schemas.ts";
import type { SiteState } from "../contract/site-state.ts";
import type {
  SyncBatch,
  SyncCommand,
  SyncLedger,
  SyncPlace,
  SyncReport,
  SyncStatus,
} from "../contract/sync-schemas.ts";
import { EMPTY_HASH } from "../ledger/event-store.ts";
import { type RawEvent, RawEvents } from "../ledger/raw-events.ts";
import type { CentralCommands } from "./central-commands.ts";
import { CentralPosition } from "./central-position.ts";
import type { CopiedRows } from "./copied-rows.ts";
import type { DueBell, Why } from "./due-bell.ts";
import type { ShownKey } from "./shown-key.ts";
import { siteState } from "./site-state.ts";
import { SyncHealth } from "./sync-health.ts";
import type { SyncSite } from "./sync-site.ts";

/** Of bodies; in JSON they grow to twice that at most, and rows are some 500 KB. An answer stays below 3 MB. */
const BATCH_BYTES = 1_000_000;

export interface SyncDeskOptions {
  readonly site: SyncSite;
  readonly rows: CopiedRows;
  readonly commands: CentralCommands;
  readonly bell: DueBell;
  readonly key: ShownKey;
}

export interface Kept extends SyncPlace {
  /** Id of the life. */
  readonly epoch: string;
  readonly rev: number;
  readonly acknowledged: readonly string[];
}

export class SyncDesk {
  readonly #o: SyncDeskOptions;
  readonly #events: RawEvents;
  readonly #position: CentralPosition;
  readonly #health: SyncHealth;
  #forked = false;

  constructor(options: SyncDeskOptions) {
    this.#o = options;
    const { ledger, clock } = options.site;
    this.#events = ledger.store((db) => new RawEvents(db));
    this.#position = new CentralPosition(options.site);
    this.#health = new SyncHealth(clock);
  }

  // For the sync process

  ledger(): SyncLedger {
    const { ledger, configuration } = this.#o.site;
    const { epoch, id, first_event } = ledger.life;
    this.#health.heard();
    return {
      epoch: { counter: epoch, id },
      firstEvent: first_event,
      head: ledger.head,
      kept: this.#position.current,
      site: configuration.site.name,
    };
  }

  /** Throws sync_no_such_event. */
  batch({ after, rowsAfter, most }: { after: number; rowsAfter: number; most: number }): SyncBatch {
    const { site, commands, bell } = this.#o;
    this.#health.heard();
    bell.answered();
    return site.ledger.ask(() => {
      const { epoch, id } = site.ledger.life;
      const hash = this.#hashOf(after);
      const events = this.#events.page(after, most, BATCH_BYTES);
      // A ledger that was built again from central may lack its first events.
      if (hash === undefined || (events[0] && events[0].sequence !== after + 1)) {
        throw new HoldfastError("sync_no_such_event");
      }
      const { rows, left } = this.#o.rows.page(rowsAfter, most);
      const { challenge } = commands;
      return {
        epoch: { counter: epoch, id },
        after,
        hash,
        events: events.map(eventRow),
        eventsLeft: site.ledger.head.sequence - after - events.length,
        rows,
        rowsLeft: left,
        acks: commands.acks(),
        ...(challenge === undefined ? {} : { challenge }),
      };
    });
  }

  places(sequences: readonly number[]): SyncPlace[] {
    this.#health.heard();
    return sequences.flatMap((sequence) => {
      const hash = this.#hashOf(sequence);
      return hash === undefined ? [] : { sequence, hash };
    });
  }

  /** Throws sync_fork. */
  kept({ epoch, sequence, hash, rev, acknowledged }: Kept): void {
    this.#health.heard();
    const { life } = this.#o.site.ledger;
    if (epoch !== life.id || this.#hashOf(sequence) !== hash) throw new HoldfastError("sync_fork");
    this.#position.move({ sequence, hash, rev });
    this.#o.commands.acknowledged(acknowledged);
    this.#health.succeeded();
  }

  take(commands: readonly SyncCommand[]): void {
    this.#health.heard();
    this.#o.commands.take(commands);
  }

  /** `epoch`: id of the life that ends. Throws sync_fork when that is over already. */
  newLife({ epoch, above }: { epoch: string; above: number }): SyncLedger {
    const { ledger, clock, random, log, keepers } = this.#o.site;
    if (epoch !== ledger.life.id) throw new HoldfastError("sync_fork");
    if (!Number.isSafeInteger(above + 1)) throw new HoldfastError("bad_request");
    ledger.beginForkedLife(above, clock.wall(), random, () => {
      for (const keeper of keepers.values()) keeper.table.doubtKept(keeper.reachable);
    });
    this.#forked = true;
    log.warn({ life: ledger.life.epoch }, "central has other events than this ledger: a new life began");
    return this.ledger();
  }

  report(report: SyncReport): void {
    this.#health.report(report);
  }

  onDue(listener: (why: Why) => void): () => void {
    this.#health.heard();
    return this.#o.bell.listen(listener);
  }

  // For the operator

  /** The next cycle should not wait for its time. */
  ask(): void {
    this.#o.bell.ring("asked");
  }

  status(): SyncStatus {
    const { site, commands } = this.#o;
    const { sequence } = this.#position.current;
    return {
      ...this.#health.view(this.#position.at),
      position: sequence,
      backlog: site.ledger.head.sequence - sequence,
      openCommands: commands.openCount,
    };
  }

  /** To be compared with central's copy. */
  state(): SiteState {
    const { site, rows } = this.#o;
    return site.ledger.ask(() => siteState(site, { kept: this.#position.current, ...rows.revised() }));
  }

  problems(): SiteProblem[] {
    return [...(this.#forked ? [FORKED] : []), ...this.#o.key.problems()];
  }

  showRecoveryKey(): RecoveryKey {
    return this.#o.key.show();
  }

  close(): void {
    this.#o.bell.close();
    this.#o.commands.close();
  }

  #hashOf(sequence: number): string | undefined {
    if (sequence === 0) return this.#events.whole ? EMPTY_HASH : undefined;
    return this.#o.site.ledger.ask(() => this.#events.hashOf(sequence));
  }
}

const FORKED: SiteProblem = {
  code: "ledger_forked",
  message: "Central has later events of this site: its disk was put back to an old copy.",
  hint: "Compare `holdfast lockers` with the cabinets; central keeps the events that are lost here.",
};

function eventRow({ body, hash }: RawEvent): SyncBatch["events"][number] {
  try {
    const { at, kind } = JSON.parse(body) as LedgerEvent;
    return { at: Date.parse(at), kind, hash, body };
  } catch {
    // A page of the disk is spoilt. Central puts this one aside, and the rest goes on.
    return { at: 0, kind: "unreadable", hash, body };
  }
}
