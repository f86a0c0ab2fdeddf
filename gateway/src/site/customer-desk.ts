/** What customers do on the page: store, ask for the message again, collect, finish, keep. */
import { packDigits } from "@holdfast/protocol";
import { maskPhone } from "../cabinet/canonical-phone.ts";
import { outcomeError, triesLeft } from "../cabinet/outcome-error.ts";
import type { PhoneBook } from "../cabinet/phone-check.ts";
import type { Clock } from "../clock.ts";
import type { GatewayConfiguration } from "../configuration/schema.ts";
import { HoldfastError } from "../contract/error.ts";
import type { Receipt, Visit } from "../contract/schemas.ts";
import type { CommandOutcome } from "../ledger/command-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Rental } from "../ledger/rental-store.ts";
import type { LockerAddress } from "../site.ts";
import type { CabinetKeeper } from "./cabinet-keeper.ts";
import { known, type Order } from "./commander.ts";
import type { NewPins } from "./new-pins.ts";
import { Once, type Request, receiptKey, requestOf } from "./requests.ts";
import type { Visits } from "./visits.ts";

/** For a request of which the last life of the gateway did not learn the outcome. */
const SETTLE_MS = 5000;

export interface CustomerDeskOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly rules: GatewayConfiguration["rules"];
  readonly phones: PhoneBook;
  readonly pins: NewPins;
  readonly visits: Visits;
  /** Throws no_such_cabinet or no_such_locker. */
  keeper(at: LockerAddress): CabinetKeeper;
}

export class CustomerDesk {
  readonly #o: CustomerDeskOptions;
  readonly #requests = new Once<CommandOutcome>();

  constructor(options: CustomerDeskOptions) {
    this.#o = options;
  }

  async store(at: LockerAddress, input: string, requestId: string): Promise<Receipt> {
    const keeper = this.#o.keeper(at);
    const phone = this.#o.phones.toStore(input);
    if (phone === undefined) throw new HoldfastError("bad_phone");
    // The controller would take it for a locker that was never used.
    if (keeper.table.damaged(at.locker)) throw new HoldfastError("locker_out_of_service");
    const request = requestOf(requestId, "store", at.cabinet, String(at.locker), phone);
    const { outcome, wait } = await this.#once(keeper, request, () => {
      if (this.#o.ledger.lowOnSpace) throw new HoldfastError("storing_paused");
      const pin = this.#o.pins.make();
      const command = {
        name: "store",
        locker: at.locker,
        phone: packDigits(phone, 8),
        pin: packDigits(pin, 4),
      } as const;
      return { command, locker: at.locker, actor: "web", request, phone, pin };
    });
    if (outcome !== "done") throw outcomeError(outcome, wait > 0 ? { retryAfter: wait } : {});
    return this.receipt(request.receipt);
  }

  receipt(token: string): Receipt {
    const rental = this.#rental(token);
    return {
      receipt: token,
      cabinet: rental.cabinet,
      locker: rental.locker,
      phone: maskPhone(rental.phone),
      rental: rental.ended_by === null ? "held" : "ended",
      message: this.#o.ledger.messages.newest(rental.id)?.state ?? "queued",
      resendAfter: this.#o.pins.pauseOf(rental.id),
    };
  }

  async resend(token: string): Promise<Receipt> {
    const rental = this.#rental(token);
    if (rental.ended_by !== null) throw new HoldfastError("rental_over");
    const keeper = this.#o.keeper(rental);
    keeper.checkReachable();
    const retryAfter = this.#o.pins.pauseOf(rental.id);
    if (retryAfter > 0) throw new HoldfastError("resend_too_soon", { retryAfter });
    const { outcome } = await this.#o.pins.renew(keeper, rental, { actor: "web" });
    if (outcome === "not_held" || outcome === "wrong_rental") throw new HoldfastError("rental_over");
    if (outcome !== "done") throw outcomeError(outcome);
    return this.receipt(token);
  }

  async collect(at: LockerAddress, input: string, pin: string, requestId: string): Promise<Visit> {
    const keeper = this.#o.keeper(at);
    const phone = this.#o.phones.toCollect(input, keeper.table.slot(at.locker)?.phone);
    if (phone === undefined) throw new HoldfastError("bad_phone");
    const request = requestOf(requestId, "collect", at.cabinet, String(at.locker), phone);
    const result = await this.#once(keeper, request, () => {
      const command = {
        name: "collect",
        locker: at.locker,
        phone: packDigits(phone, 8),
        pin: packDigits(pin, 4),
      } as const;
      return { command, locker: at.locker, actor: "web", request };
    });
    if (result.outcome !== "done") throw this.#collectError(keeper, phone, result);
    const visit = this.#o.visits.open({ ...at, rental: result.rental });
    return { visit, cabinet: at.cabinet, locker: at.locker };
  }

  async finish(visit: string): Promise<void> {
    const open = this.#o.visits.get(visit);
    if (!open) throw new HoldfastError("visit_over");
    const keeper = this.#o.keeper(open);
    keeper.checkReachable();
    const { outcome } = await keeper.commander.execute({
      command: { name: "finish", locker: open.locker, rental: open.rental },
      locker: open.locker,
      actor: "web",
    });
    this.#o.visits.end(visit);
    if (outcome !== "done") throw new HoldfastError("visit_over");
  }

  keep(visit: string): void {
    if (!this.#o.visits.end(visit)) throw new HoldfastError("visit_over");
  }

  #rental(token: string): Rental {
    const rental = this.#o.ledger.rentals.byReceipt(receiptKey(token));
    if (!rental) throw new HoldfastError("no_such_receipt");
    return rental;
  }

  #once(keeper: CabinetKeeper, request: Request, order: () => Order): Promise<CommandOutcome> {
    const key = Buffer.from(request.fingerprint).toString("base64");
    return this.#requests.run(key, () => this.#carryOut(keeper, request, order));
  }

  async #carryOut(keeper: CabinetKeeper, request: Request, order: () => Order): Promise<CommandOutcome> {
    const { commands } = this.#o.ledger;
    const before = commands.byRequest(request.key);
    if (before && Buffer.compare(before.fingerprint ?? request.key, request.fingerprint) !== 0) {
      throw new HoldfastError("bad_request", { detail: "This request id was used for something else." });
    }
    if (before?.state === "settled") return known(before);
    keeper.checkReachable();
    if (before) {
      const row = await keeper.commander.settled(before.id, SETTLE_MS);
      if (row?.state !== "void") return known(row);
    }
    return keeper.commander.execute(order());
  }

  #collectError(keeper: CabinetKeeper, phone: string, result: CommandOutcome): HoldfastError {
    if (result.outcome === "done") return new HoldfastError("internal");
    if (result.outcome !== "wrong_pin") {
      return outcomeError(result.outcome, result.wait > 0 ? { retryAfter: result.wait } : {});
    }
    const { wrong_pins_first: first, wrong_pins_next: next, wrong_pins_max: max } = this.#o.rules;
    const tries = result.tries ?? keeper.table.triesOf(phone);
    const left = triesLeft(tries, { first, next, max });
    if (left > 0) return outcomeError("wrong_pin", { triesLeft: left });
    // This try was the last one for now: the wait has begun, so that is what the person has to know.
    if (tries >= max) return outcomeError("locked_operator");
    const { wait_first, wait_next } = this.#o.rules;
    return outcomeError("locked_phone", { retryAfter: tries === first ? wait_first : wait_next });
  }
}
