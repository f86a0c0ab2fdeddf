/** Delivers queued messages: a few at once, with retries, across restarts. */
import type { Logger } from "pino";
import { maskPhone } from "../cabinet/canonical-phone.ts";
import type { Clock } from "../clock.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { MessageWithRental } from "../ledger/message-store.ts";
import { backoff } from "../link/backoff.ts";
import type { Random } from "../random.ts";
import type { PinVault } from "./pin-vault.ts";
import { DeliveryError, type Provider } from "./provider.ts";

const AT_ONCE = 4;
const RETRY = { first: 2000, most: 300_000 };
const NEW_PIN_RETRY_MS = 15_000;

export interface OutboxOptions {
  readonly ledger: Ledger;
  readonly provider: Provider;
  readonly vault: PinVault;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Tries before a message has failed for good. */
  readonly attempts: number;
  textOf(message: MessageWithRental, pin: string): string;
  /**
   * Gives the rental a new PIN for this message, because the old one was forgotten; afterwards the vault has it.
   * False: not now.
   */
  renewPin(message: MessageWithRental): Promise<boolean>;
}

export class Outbox {
  readonly #options: OutboxOptions;
  /** Messages that wait for their next try, by the way to cancel. */
  readonly #pausing = new Map<number, () => void>();
  readonly #running = new Map<number, Promise<void>>();
  readonly #abort = new AbortController();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Looks for messages to deliver. */
  wake(): void {
    if (this.#abort.signal.aborted) return;
    for (const id of this.#options.ledger.messages.queued()) {
      if (this.#running.size >= AT_ONCE) return;
      if (!this.#running.has(id) && !this.#pausing.has(id)) this.#run(id);
    }
  }

  /** Tries those at once that wait for a cabinet or a service. */
  hurry(): void {
    for (const cancel of this.#pausing.values()) cancel();
    this.#pausing.clear();
    this.wake();
  }

  /** Whatever is on its way is left; its message stays queued. */
  async close(): Promise<void> {
    this.#abort.abort();
    for (const cancel of this.#pausing.values()) cancel();
    this.#pausing.clear();
    await Promise.all(this.#running.values());
  }

  #run(id: number): void {
    const running = this.#deliver(id)
      .catch((error: unknown) => {
        this.#options.log.error({ message: id, err: error }, "the outbox failed");
        this.#pause(id, RETRY.most);
      })
      .finally(() => {
        this.#running.delete(id);
        this.wake();
      });
    this.#running.set(id, running);
  }

  async #deliver(id: number): Promise<void> {
    const { ledger, vault, provider } = this.#options;
    let message = ledger.messages.get(id);
    if (message && vault.get(message.command) === undefined && message.state === "queued") {
      if (!(await this.#options.renewPin(message))) {
        this.#pause(id, NEW_PIN_RETRY_MS);
        return;
      }
      message = ledger.messages.get(id);
    }
    const pin = message && vault.get(message.command);
    if (message?.state !== "queued" || pin === undefined) return;
    const text = this.#options.textOf(message, pin);
    try {
      await this.#untilClosed((signal) => provider.send({ id, to: `+${message.phone}`, text }, signal));
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#failed(message, error);
      return;
    }
    this.#finish(message, "sent", null);
  }

  /** Ends with the outbox also when the work does not heed the signal. */
  #untilClosed(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#abort;
    return new Promise((resolve, reject) => {
      const end = () => reject(signal.reason);
      signal.addEventListener("abort", end, { once: true });
      work(signal)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener("abort", end));
    });
  }

  #failed(message: MessageWithRental, error: unknown): void {
    const { ledger, log } = this.#options;
    const why = error instanceof DeliveryError ? error.message : "the provider failed";
    const attempts = message.attempts + 1;
    log.warn({ message: message.id, attempts, why }, "a message was not delivered");
    const permanent = error instanceof DeliveryError && error.permanent;
    if (permanent || attempts >= this.#options.attempts) {
      this.#finish(message, "failed", why);
      return;
    }
    ledger.change(() => ledger.messages.retry(message.id, attempts, why));
    this.#pause(message.id, backoff(message.attempts, this.#options.random, RETRY));
  }

  #finish(message: MessageWithRental, state: "sent" | "failed", why: string | null): void {
    const { ledger, clock, vault } = this.#options;
    ledger.change((append) => {
      // Replaced or over meanwhile: what was recorded then stays.
      if (!ledger.messages.finish(message.id, state, message.attempts + 1, why)) return;
      append({
        at: clock.wall(),
        kind: `message_${state}`,
        actor: "gateway",
        cabinet: message.cabinet,
        locker: message.locker,
        phone: maskPhone(message.phone),
        detail: { message: message.id, attempts: message.attempts + 1, ...(why ? { error: why } : {}) },
      });
    });
    vault.forget(message.command);
  }

  #pause(id: number, milliseconds: number): void {
    if (this.#abort.signal.aborted) return;
    const cancel = this.#options.clock.after(milliseconds, () => {
      this.#pausing.delete(id);
      this.wake();
    });
    this.#pausing.set(id, cancel);
  }
}
