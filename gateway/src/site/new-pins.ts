/** New PINs for rentals: random, told to the controller first, to the phone afterwards. The old one dies. */
import { packDigits } from "@holdfast/protocol";
import { randomPin } from "../cabinet/pin.ts";
import type { Clock } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { Actor, CommandOutcome } from "../ledger/command-store.ts";
import type { Rental } from "../ledger/rental-store.ts";
import type { Random } from "../random.ts";
import type { CabinetKeeper } from "./cabinet-keeper.ts";

export interface Renewal {
  readonly actor: Actor;
  readonly reason?: string;
  /** The message that waits for this PIN; without one, a new message follows. */
  readonly message?: number;
  /** Also lifts the lock of the phone. */
  readonly clearTries?: boolean;
}

const PAUSE_MS = 30_000;

export interface NewPinsOptions {
  readonly digits: number;
  /** A message reaches the phone. */
  readonly delivers: boolean;
  readonly clock: Clock;
  readonly random: Random;
}

export class NewPins {
  readonly #digits: number;
  readonly #delivers: boolean;
  readonly #clock: Clock;
  readonly #random: Random;
  /** When each rental's last message began, oldest first. */
  readonly #begun = new Map<number, number>();

  constructor({ digits, delivers, clock, random }: NewPinsOptions) {
    this.#digits = digits;
    this.#delivers = delivers;
    this.#clock = clock;
    this.#random = random;
  }

  get delivers(): boolean {
    return this.#delivers;
  }

  /** Throws messages_missing where nobody could ever read the PIN. */
  make(): string {
    if (!this.#delivers) throw new HoldfastError("messages_missing");
    return randomPin(this.#digits, this.#random);
  }

  async renew(
    keeper: CabinetKeeper,
    rental: Pick<Rental, "locker" | "number" | "id">,
    { actor, reason, message, clearTries }: Renewal,
  ): Promise<CommandOutcome> {
    const pin = this.make();
    this.begun(rental.id);
    try {
      return await keeper.commander.execute({
        command: {
          name: "set_pin",
          locker: rental.locker,
          rental: rental.number,
          pin: packDigits(pin, 4),
          clear_tries: clearTries ? 1 : 0,
        },
        locker: rental.locker,
        actor,
        pin,
        ...(reason === undefined ? {} : { reason }),
        ...(message === undefined ? {} : { message }),
      });
    } catch (error) {
      this.#begun.delete(rental.id);
      throw error;
    }
  }

  /** A message for this rental is on its way. */
  begun(rental: number): void {
    const now = this.#clock.monotonic();
    this.#begun.delete(rental);
    this.#begun.set(rental, now);
    for (const [old, at] of this.#begun) {
      if (now - at < PAUSE_MS) break;
      this.#begun.delete(old);
    }
  }

  /** Whole seconds until a customer may ask for another message. */
  pauseOf(rental: number): number {
    const at = this.#begun.get(rental);
    if (at === undefined) return 0;
    return Math.max(0, Math.ceil((at + PAUSE_MS - this.#clock.monotonic()) / 1000));
  }
}
