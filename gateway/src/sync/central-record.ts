/** What stands in the ledger of each command of a central admin: its row and its events, each pair in one transaction. */
import type { Clock } from "../clock.ts";
import type { SyncAcknowledgement } from "../contract/sync-schemas.ts";
import {
  type CentralCommand,
  CentralCommandStore,
  type CentralEnd,
} from "../ledger/central-command-store.ts";
import type { NewEvent } from "../ledger/event-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LockerAddress } from "../site.ts";

const TOLD_AT_ONCE = 1000;
const STOPPED = "the gateway stopped in its middle; look at the locker's events";

export class CentralRecord {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #exists: (at: LockerAddress) => boolean;
  readonly #store: CentralCommandStore;

  /** Commands that an earlier process had begun are unknown from now on. `exists`: events name no other lockers. */
  constructor(ledger: Ledger, clock: Clock, exists: (at: LockerAddress) => boolean) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#exists = exists;
    this.#store = ledger.store((db) => new CentralCommandStore(db));
    const started = ledger.ask(() => this.#store.started());
    if (started.length === 0) return;
    ledger.change((append) => {
      for (const command of started) this.#end(append, command, "unknown", STOPPED);
    });
  }

  /** Whether this id was begun or has ended. One of which central forgot the end is told again. */
  knows(id: string): boolean {
    const known = this.#ledger.ask(() => this.#store.get(id));
    if (known?.acknowledged) this.#ledger.change(() => this.#store.tellAgain(id));
    return known !== undefined;
  }

  start(command: CentralCommand): void {
    this.#ledger.change((append) => {
      this.#store.start(command);
      append(this.#event("central_command", command));
    });
  }

  /** It was begun and had no effect for certain: it may be begun again. */
  putOff(command: CentralCommand, outcome: string): void {
    this.#ledger.change((append) => {
      this.#store.forget(command.id);
      append({ ...this.#event("central_command_put_off", command), outcome });
    });
  }

  /** Also of one that was never begun. `result`: why, for whoever asked. */
  end(command: CentralCommand, state: CentralEnd, result?: string): void {
    this.#ledger.change((append) => this.#end(append, command, state, result));
  }

  /** What central does not know yet. */
  toTell(): SyncAcknowledgement[] {
    return this.#ledger.ask(() => this.#store.toTell(TOLD_AT_ONCE));
  }

  acknowledged(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#ledger.change(() => {
      for (const id of ids) this.#store.acknowledge(id);
      this.#store.prune();
    });
  }

  #end(append: (event: NewEvent) => void, command: CentralCommand, state: CentralEnd, result?: string): void {
    this.#store.end(command, state, result, this.#clock.wall());
    const { detail, ...event } = this.#event("central_command_ended", command);
    append({ ...event, outcome: state, detail: { ...detail, ...(result === undefined ? {} : { result }) } });
  }

  #event(kind: string, { id, kind: what, who, reason, cabinet, locker }: CentralCommand): NewEvent {
    const place = this.#exists({ cabinet, locker }) ? { cabinet, locker } : {};
    const at = this.#clock.wall();
    return { at, kind, actor: "central", ...place, reason, detail: { id, kind: what, who } };
  }
}
