/** What the operator of this site does. Every act names a reason, which the event keeps. */
import { maskPhone } from "../cabinet/canonical-phone.ts";
import { outcomeError } from "../cabinet/outcome-error.ts";
import { HoldfastError } from "../contract/error.ts";
import type { OperatorLocker, OperatorMessage } from "../contract/schemas.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LockerAddress } from "../site.ts";
import type { CabinetKeeper } from "./cabinet-keeper.ts";
import type { Order } from "./commander.ts";
import type { NewPins } from "./new-pins.ts";
import { recordOf } from "./settle-table.ts";

const MESSAGES_SHOWN = 500;

export interface OperatorDeskOptions {
  readonly ledger: Ledger;
  readonly pins: NewPins;
  readonly keepers: ReadonlyMap<string, CabinetKeeper>;
  keeper(at: LockerAddress): CabinetKeeper;
}

export class OperatorDesk {
  readonly #o: OperatorDeskOptions;

  constructor(options: OperatorDeskOptions) {
    this.#o = options;
  }

  open(at: LockerAddress, reason: string): Promise<void> {
    return this.#command(at, reason, { name: "operator_open", locker: at.locker });
  }

  setService(at: LockerAddress, outOfService: boolean, reason: string): Promise<void> {
    const out_of_service = outOfService ? 1 : 0;
    return this.#command(at, reason, { name: "set_service", locker: at.locker, out_of_service });
  }

  /** Also makes a locker usable again whose record is spoilt and cannot be made again from the ledger. */
  async release(at: LockerAddress, reason: string): Promise<void> {
    const { table } = this.#o.keeper(at);
    if (table.damaged(at.locker)) {
      const slot = recordOf(at.locker, table.kept(at.locker), undefined);
      return this.#command(at, reason, { name: "restore_slot", slot });
    }
    const rental = this.#held(at);
    return this.#command(at, reason, { name: "release", locker: at.locker, rental });
  }

  async reissuePin(at: LockerAddress, reason: string): Promise<void> {
    const number = this.#held(at);
    const rental = this.#o.ledger.rentals.open(at.cabinet, at.locker);
    if (rental?.number !== number) throw new HoldfastError("locker_not_held");
    const renewal = { actor: "operator", reason: checked(reason), clearTries: true } as const;
    const { outcome } = await this.#o.pins.renew(this.#o.keeper(at), rental, renewal);
    if (outcome !== "done") throw outcomeError(outcome);
  }

  lockers(): OperatorLocker[] {
    return [...this.#o.keepers.values()].flatMap((keeper) =>
      keeper.view().lockers.map((locker) => {
        const slot = keeper.table.slot(locker.number);
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

  /** The controller's number of the rental in this locker. */
  #held(at: LockerAddress): number {
    const keeper = this.#o.keeper(at);
    keeper.checkReachable();
    const slot = keeper.table.slot(at.locker);
    if (!slot?.held) throw new HoldfastError("locker_not_held");
    return slot.rental;
  }

  async #command(at: LockerAddress, reason: string, command: Order["command"]): Promise<void> {
    const keeper = this.#o.keeper(at);
    keeper.checkReachable();
    const order = { command, locker: at.locker, actor: "operator", reason: checked(reason) } as const;
    const { outcome } = await keeper.commander.execute(order);
    if (outcome !== "done") throw outcomeError(outcome);
  }
}

function checked(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed === "") throw new HoldfastError("reason_missing");
  return trimmed;
}
