/** What the operator of this site does, or a central admin. Every act names a reason, which the event keeps. */
import { maskPhone } from "../cabinet/canonical-phone.ts";
import { readLabel } from "../cabinet/label.ts";
import { outcomeError } from "../cabinet/outcome-error.ts";
import type { Clock } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { OperatorLocker, OperatorMessage, Reissued } from "../contract/operator-schemas.ts";
import type { Actor } from "../ledger/command-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LockerAddress } from "../site.ts";
import type { CabinetKeeper } from "./cabinet-keeper.ts";
import type { Order } from "./commander.ts";
import type { NewPins } from "./new-pins.ts";
import { recordOf } from "./settle-table.ts";

const MESSAGES_SHOWN = 500;
const BY_HAND = "Open each locker for its owner, then release it.";

export interface OperatorDeskOptions {
  /** On whose word everything here is done. */
  readonly actor: "operator" | "central";
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly pins: NewPins;
  readonly keepers: ReadonlyMap<string, CabinetKeeper>;
  keeper(at: LockerAddress): CabinetKeeper;
  /** Throws no_such_cabinet. */
  cabinet(id: string): CabinetKeeper;
}

export class OperatorDesk {
  readonly #o: OperatorDeskOptions;

  constructor(options: OperatorDeskOptions) {
    this.#o = options;
  }

  /** Throws no_such_cabinet or no_such_locker. */
  reachable(at: LockerAddress): boolean {
    return this.#o.keeper(at).reachable;
  }

  open(at: LockerAddress, reason: string): Promise<void> {
    return this.#command(at, reason, { name: "operator_open", locker: at.locker });
  }

  async setService(at: LockerAddress, outOfService: boolean, reason: string): Promise<void> {
    const out_of_service = outOfService ? 1 : 0;
    if (!outOfService && this.#o.actor === "central" && !this.#o.ledger.commands.takenOutBy("central", at)) {
      throw new HoldfastError("look_inside_first");
    }
    return this.#command(at, reason, { name: "set_service", locker: at.locker, out_of_service });
  }

  /**
   * Also makes a locker usable again whose record is spoilt and cannot be made again from the ledger. On the word of
   * central it stays out of service until somebody of this site has looked inside: whoever stores next opens the door.
   */
  async release(at: LockerAddress, reason: string): Promise<void> {
    const { table } = this.#o.keeper(at);
    const unseen = this.#o.actor === "central";
    if (table.damaged(at.locker)) {
      const kept = table.kept(at.locker);
      const slot = recordOf(at.locker, kept, undefined, unseen || kept?.outOfService);
      return this.#command(at, reason, { name: "restore_slot", slot });
    }
    if (table.promised(at.locker)) return this.#endPromise(at, checked(reason));
    const rental = this.#held(at);
    if (unseen) {
      const shut = { name: "set_service", locker: at.locker, out_of_service: 1 } as const;
      await this.#command(at, reason, shut, "gateway");
    }
    return this.#command(at, reason, { name: "release", locker: at.locker, rental });
  }

  /** Throws bad_label. */
  label({ cabinet, locker }: LockerAddress, text: string, reason: string): void {
    const keeper = this.#o.keeper({ cabinet, locker });
    const { ledger, clock, actor } = this.#o;
    const label = readLabel(text);
    const why = { actor, reason: checked(reason), detail: { label } };
    ledger.change((append) => {
      ledger.labels.set(cabinet, locker, label);
      append({ at: clock.wall(), kind: "locker_labelled", cabinet, locker, outcome: "done", ...why });
    });
    keeper.changed();
  }

  async reissuePin(at: LockerAddress, reason: string): Promise<void> {
    const number = this.#held(at);
    const rental = this.#o.ledger.rentals.open(at.cabinet, at.locker);
    if (rental?.number !== number) throw new HoldfastError("locker_not_held");
    const renewal = { actor: this.#o.actor, reason: checked(reason), clearTries: true };
    const { outcome } = await this.#o.pins.renew(this.#o.keeper(at), rental, renewal);
    if (outcome !== "done") throw outcomeError(outcome);
  }

  /**
   * After a controller was replaced: new PINs for all who hold a locker and have none that fits. What fails is told and
   * can be asked for again, because whoever got a PIN keeps it.
   */
  async reissuePins(id: string, reason: string): Promise<Reissued> {
    const keeper = this.#o.cabinet(id);
    keeper.checkReachable();
    if (!this.#o.pins.delivers) throw new HoldfastError("messages_missing", { detail: BY_HAND });
    const reissued: Reissued = { issued: [], failed: [] };
    for (const locker of keeper.table.withoutPin) {
      try {
        await this.reissuePin({ cabinet: id, locker }, reason);
        reissued.issued.push(locker);
      } catch (error) {
        if (!(error instanceof HoldfastError)) throw error;
        reissued.failed.push({ locker, code: error.code, message: error.message });
      }
    }
    for (const locker of keeper.table.promises) {
      const { code, message } = new HoldfastError("pin_impossible");
      reissued.failed.push({ locker, code, message });
    }
    return reissued;
  }

  lockers(): OperatorLocker[] {
    return [...this.#o.keepers.values()].flatMap((keeper) =>
      keeper.view().lockers.map((locker) => {
        const slot = keeper.table.promised(locker.number) ?? keeper.table.slot(locker.number);
        const rental = slot?.held ? this.#o.ledger.rentals.open(keeper.id, locker.number) : undefined;
        const since = rental?.started_at ?? undefined;
        return {
          ...locker,
          cabinet: keeper.id,
          ...(slot?.held ? { phone: maskPhone(slot.phone) } : {}),
          ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
          wrongTries: slot?.held ? slot.wrongTries : 0,
        };
      }),
    );
  }

  messages(): OperatorMessage[] {
    return this.#o.ledger.messages.list(MESSAGES_SHOWN).map((row) => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      cabinet: row.cabinet,
      locker: row.locker,
      phone: maskPhone(row.phone),
      state: row.state,
      attempts: row.attempts,
      ...(row.last_error === null ? {} : { lastError: row.last_error }),
    }));
  }

  /** The controller has the locker as free and out of service; only the ledger knew whose it was. */
  async #endPromise({ cabinet, locker }: LockerAddress, reason: string): Promise<void> {
    const { ledger, actor } = this.#o;
    const { table } = this.#o.cabinet(cabinet);
    const rental = ledger.rentals.open(cabinet, locker);
    const at = this.#o.clock.wall();
    ledger.change((append) => {
      if (rental) ledger.rentals.end(rental.id, at, "release");
      table.unpromise(locker);
      append({ at, kind: "release", cabinet, locker, outcome: "done", actor, reason });
    });
  }

  /** The controller's number of the rental in this locker. */
  #held(at: LockerAddress): number {
    const keeper = this.#o.keeper(at);
    keeper.checkReachable();
    const slot = keeper.table.slot(at.locker);
    if (!slot?.held) throw new HoldfastError("locker_not_held");
    return slot.rental;
  }

  async #command(
    at: LockerAddress,
    reason: string,
    command: Order["command"],
    actor: Actor = this.#o.actor,
  ): Promise<void> {
    const keeper = this.#o.keeper(at);
    keeper.checkReachable();
    const order = { command, locker: at.locker, actor, reason: checked(reason) };
    const { outcome } = await keeper.commander.execute(order);
    if (outcome !== "done") throw outcomeError(outcome);
  }
}

function checked(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed === "") throw new HoldfastError("reason_missing");
  return trimmed;
}
