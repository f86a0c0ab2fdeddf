/** A site that lives in memory: the whole interface with simple rules, for tests of what stands in front of it. */
import {
  type Backup,
  type Cabinet,
  type HandedOver,
  HoldfastError,
  type LedgerEvent,
  type Locker,
  type OperatorLocker,
  type OperatorMessage,
  type Pairing,
  type PairingBegun,
  type PhoneCheck,
  type Receipt,
  type Reissued,
  type State,
  type Status,
  type Visit,
} from "../../src/contract/index.ts";
import type { LockerAddress, Site } from "../../src/site.ts";
import { MemoryPairing } from "./memory-pairing.ts";
import {
  AT,
  checkedPhone,
  doneEvent,
  makeCabinet,
  masked,
  memoryStatus,
  queuedMessage,
  type Rental,
  receiptOf,
  token,
} from "./memory-parts.ts";

export class MemorySite implements Site {
  readonly sync = undefined;
  /** The PIN of every rental. */
  static readonly pin = "4711";
  readonly cabinets: Cabinet[];
  readonly ledger: LedgerEvent[] = [];
  readonly paired = new MemoryPairing();
  readonly notReissued: Reissued["failed"] = [];
  readonly outbox: OperatorMessage[] = [];
  readonly made: Backup[] = [];
  readonly handedOver: string[] = [];
  /** What the status says of each cabinet besides. */
  said: Partial<Status["cabinets"][number]> = {};
  /** Thrown by the next call of whatever kind. */
  failure: Error | undefined;
  /** Awaited by whatever opens a door; so many calls wait there. */
  gate: Promise<void> = Promise.resolve();
  waiting = 0;
  readonly #rentals: Rental[] = [];
  readonly #visits = new Map<string, Rental>();
  readonly #onCabinet = new Set<(cabinet: Cabinet) => void>();
  readonly #onEvent = new Set<(event: LedgerEvent) => void>();

  constructor(ids: string[] = ["hall"], lockers = 8) {
    this.cabinets = ids.map((id) => makeCabinet(id, lockers));
  }

  get listeners(): number {
    return this.#onCabinet.size + this.#onEvent.size;
  }

  health(): { events: number } {
    this.#mayFail();
    return { events: this.ledger.length };
  }

  state(): State {
    this.#mayFail();
    return { site: "Test", country: "CH", cabinets: structuredClone(this.cabinets) };
  }

  onCabinet(listener: (cabinet: Cabinet) => void): () => void {
    this.#onCabinet.add(listener);
    return () => this.#onCabinet.delete(listener);
  }

  checkPhone(phone: string): PhoneCheck {
    this.#mayFail();
    return checkedPhone(phone);
  }

  async store(at: LockerAddress, phone: string, requestId: string): Promise<Receipt> {
    this.#mayFail();
    const again = this.#rentals.find((rental) => rental.requestId === requestId);
    if (again) return receiptOf(again);
    const locker = this.#locker(at);
    await this.#pass();
    if (locker.state === "held") throw new HoldfastError("locker_held");
    if (locker.state !== "free") throw new HoldfastError("locker_out_of_service");
    const rental: Rental = { at, phone, receipt: token(), requestId, held: true };
    this.#rentals.push(rental);
    this.outbox.unshift(queuedMessage(this.outbox.length + 1, at, phone));
    locker.state = "held";
    this.record("store", at, "web");
    this.changed(at.cabinet);
    return receiptOf(rental);
  }

  receipt(receipt: string): Receipt {
    this.#mayFail();
    return receiptOf(this.#rentalOf(receipt));
  }

  async resend(receipt: string): Promise<Receipt> {
    this.#mayFail();
    const rental = this.#rentalOf(receipt);
    if (!rental.held) throw new HoldfastError("rental_over");
    return receiptOf(rental);
  }

  async collect(at: LockerAddress, phone: string, pin: string): Promise<Visit> {
    this.#mayFail();
    this.#locker(at);
    await this.#pass();
    const rental = this.#holder(at);
    if (rental?.phone !== phone || pin !== MemorySite.pin)
      throw new HoldfastError("wrong_pin", { triesLeft: 3 });
    const visit = token();
    this.#visits.set(visit, rental);
    this.record("collect", at, "web");
    return { visit, ...at };
  }

  async finish(visit: string): Promise<void> {
    this.#mayFail();
    const rental = this.#visits.get(visit);
    if (!rental) throw new HoldfastError("visit_over");
    this.#visits.delete(visit);
    this.#free(rental);
  }

  keep(visit: string): void {
    this.#mayFail();
    if (!this.#visits.delete(visit)) throw new HoldfastError("visit_over");
  }

  status(): Status {
    this.#mayFail();
    const status = memoryStatus(this.cabinets, this.ledger.length, this.outbox.length);
    return { ...status, cabinets: status.cabinets.map((cabinet) => ({ ...cabinet, ...this.said })) };
  }

  lockers(): OperatorLocker[] {
    this.#mayFail();
    return this.cabinets.flatMap(({ id, lockers }) =>
      lockers.map((locker) => {
        const holder = this.#holder({ cabinet: id, locker: locker.number });
        return {
          ...locker,
          cabinet: id,
          wrongTries: 0,
          ...(holder && { phone: masked(holder.phone), since: AT }),
        };
      }),
    );
  }

  async open(at: LockerAddress, reason: string): Promise<void> {
    this.#mayFail();
    this.#locker(at);
    await this.#pass();
    this.record("operator_open", at, "operator", reason);
  }

  async release(at: LockerAddress, reason: string): Promise<void> {
    this.#mayFail();
    this.#locker(at);
    const rental = this.#holder(at);
    if (!rental) throw new HoldfastError("locker_not_held");
    this.record("release", at, "operator", reason);
    this.#free(rental);
  }

  async setService(at: LockerAddress, outOfService: boolean, reason: string): Promise<void> {
    this.#mayFail();
    this.#locker(at).state = outOfService ? "out_of_service" : "free";
    this.record(outOfService ? "out_of_service" : "in_service", at, "operator", reason);
    this.changed(at.cabinet);
  }

  label(at: LockerAddress, label: string, reason: string): void {
    this.#mayFail();
    Object.assign(this.#locker(at), { label: label || undefined });
    this.record("locker_labelled", at, "operator", reason);
    this.changed(at.cabinet);
  }

  async reissuePin(at: LockerAddress, reason: string): Promise<void> {
    this.#mayFail();
    this.#locker(at);
    if (!this.#holder(at)) throw new HoldfastError("locker_not_held");
    this.record("reissue_pin", at, "operator", reason);
  }

  async reissuePins(cabinet: string): Promise<Reissued> {
    this.#mayFail();
    const held = this.#rentals.filter((one) => one.held && one.at.cabinet === this.#cabinet(cabinet).id);
    return { issued: held.map(({ at }) => at.locker), failed: this.notReissued };
  }

  beginPairing(cabinet: string, typed: boolean): PairingBegun {
    this.#mayFail();
    return this.paired.begin(this.#cabinet(cabinet).id, typed);
  }

  pairing = (): Pairing => this.paired.view();
  confirmPairing = (): Pairing => this.paired.confirm();
  cancelPairing = (): Pairing => this.paired.cancel();

  handOver(cabinet: string): HandedOver {
    this.#mayFail();
    // Again while it is lent: the time begins anew.
    if (!this.handedOver.includes(cabinet)) this.handedOver.push(cabinet);
    return { port: "/dev/ttyUSB0", secondsLeft: 300 };
  }

  takeBack(cabinet: string): void {
    const at = this.handedOver.indexOf(cabinet);
    if (at >= 0) this.handedOver.splice(at, 1);
  }

  events({ after, last, cabinet }: { after?: number; last?: number; cabinet?: string }): LedgerEvent[] {
    this.#mayFail();
    const fitting = this.ledger.filter(
      (event) => event.sequence > (after ?? 0) && (cabinet === undefined || event.cabinet === cabinet),
    );
    return last === undefined ? fitting.slice(0, 100) : fitting.slice(-last);
  }

  onEvent(listener: (event: LedgerEvent) => void): () => void {
    this.#onEvent.add(listener);
    return () => this.#onEvent.delete(listener);
  }

  messages(): OperatorMessage[] {
    this.#mayFail();
    return this.outbox;
  }

  backups(): Backup[] {
    this.#mayFail();
    return this.made;
  }

  async backup(): Promise<Backup> {
    this.#mayFail();
    const name = `ledger-000${this.made.length + 1}.db`;
    const backup = { name, path: `/data/backups/${name}`, bytes: 4096, at: AT };
    this.made.unshift(backup);
    return backup;
  }

  record(kind: string, at: LockerAddress, actor: LedgerEvent["actor"], reason?: string): void {
    const event = { ...doneEvent(this.ledger.length + 1, kind, at, actor), ...(reason && { reason }) };
    this.ledger.push(event);
    for (const listener of this.#onEvent) listener(event);
  }

  /** Changes a cabinet and tells everybody. */
  change(id: string, change: Partial<Cabinet>): void {
    Object.assign(this.cabinets.find((one) => one.id === id) ?? {}, change);
    this.changed(id);
  }

  changed(id: string): void {
    const cabinet = this.cabinets.find((one) => one.id === id);
    if (!cabinet) return;
    for (const listener of this.#onCabinet) listener(structuredClone(cabinet));
  }

  async #pass(): Promise<void> {
    this.waiting += 1;
    await this.gate;
    this.waiting -= 1;
  }

  #mayFail(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
  }

  #cabinet(id: string): Cabinet {
    const cabinet = this.cabinets.find((one) => one.id === id);
    if (!cabinet) throw new HoldfastError("no_such_cabinet");
    if (cabinet.link === "down") throw new HoldfastError("cabinet_unreachable");
    return cabinet;
  }

  #locker(at: LockerAddress): Locker {
    const locker = this.#cabinet(at.cabinet).lockers.find(({ number }) => number === at.locker);
    if (!locker) throw new HoldfastError("no_such_locker");
    return locker;
  }

  #holder(at: LockerAddress): Rental | undefined {
    return this.#rentals.find(
      (one) => one.held && one.at.cabinet === at.cabinet && one.at.locker === at.locker,
    );
  }

  #rentalOf(receipt: string): Rental {
    const rental = this.#rentals.find((one) => one.receipt === receipt);
    if (!rental) throw new HoldfastError("no_such_receipt");
    return rental;
  }

  #free(rental: Rental): void {
    rental.held = false;
    this.#locker(rental.at).state = "free";
    this.changed(rental.at.cabinet);
  }
}
