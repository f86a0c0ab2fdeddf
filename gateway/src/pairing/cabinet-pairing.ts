/** The keys of one cabinet in use, and the pairing that may replace them. */
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { PairingBegun, Pairing as PairingView } from "../contract/operator-schemas.ts";
import type { KeyStore } from "../keys/key-store.ts";
import type { CabinetLink } from "../link/cabinet-link.ts";
import type { Arrival, Output } from "../link/state.ts";
import type { Random } from "../random.ts";
import { Pairing, type PairingOptions } from "./pairing.ts";

export interface CabinetPairingOptions {
  readonly cabinet: string;
  /** Nobody else can listen on this port, so that a key may cross it. */
  readonly cable: boolean;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  link(): CabinetLink;
  onPaired: PairingOptions["onPaired"];
}

export class CabinetPairing {
  readonly #o: CabinetPairingOptions;
  #current: Uint8Array | undefined;
  #offered: Uint8Array | undefined;
  #last: Pairing | undefined;

  /** Throws StartupError when a key is there and unusable. */
  constructor(options: CabinetPairingOptions) {
    this.#o = options;
    this.#current = options.keys.get(options.cabinet);
    this.#offered = options.keys.offered(options.cabinet);
  }

  /** Keys one of which the controller must have. A pairing that broke off may have changed it, or not. */
  get sessionKeys(): readonly Uint8Array[] {
    if (this.#last?.running) return this.#last.sessionKeys;
    return [this.#current, this.#offered].filter((key) => key !== undefined);
  }

  get running(): boolean {
    return this.#last?.running ?? false;
  }

  get ownsSession(): boolean {
    return this.#last?.ownsSession ?? false;
  }

  begin(wanted: { typed: boolean }): PairingBegun {
    const { cabinet, cable, keys, clock, random, onPaired } = this.#o;
    if (this.#last?.running) throw new HoldfastError("pairing_running");
    if (!keys.writable(cabinet)) throw new HoldfastError("key_read_only");
    const link = this.#o.link();
    if (!link.connected) throw new HoldfastError("cabinet_unreachable");
    const pairing = new Pairing({
      cabinet,
      typed: wanted.typed || !cable,
      link,
      clock,
      random,
      onPaired,
      onOffer: (key) => {
        keys.offer(cabinet, key);
        this.#offered = key;
      },
      onWithdraw: () => {
        this.#offered = undefined;
        keys.withdraw(cabinet);
      },
      onEnd: () => this.#ended(pairing),
    });
    const before = this.#last;
    this.#last = pairing;
    try {
      pairing.start();
    } catch (error) {
      this.#last = before;
      throw error;
    }
    return { ...pairing.view(), groups: pairing.groups };
  }

  view(): PairingView {
    return this.#pairing.view();
  }

  confirm(): PairingView {
    this.#pairing.confirm();
    return this.view();
  }

  cancel(): PairingView {
    this.#pairing.cancel();
    return this.view();
  }

  close(): void {
    this.#last?.close();
  }

  // What the link tells

  greeted(): void {
    if (this.#last?.running) this.#last.greeted();
  }

  /** True when the session is for the pairing and nobody else. */
  up(arrival: Arrival): boolean {
    // The controller has this key, and no other one any more.
    if (arrival.key !== this.#current || this.#offered) this.#keep(arrival.key);
    if (!this.ownsSession) return false;
    this.#last?.up();
    return true;
  }

  take(message: Extract<Output, { type: "pairing" }>["message"]): void {
    this.#last?.take(message);
  }

  lost(): void {
    this.#last?.lost();
  }

  settled(): void {
    this.#last?.settled();
  }

  /** When the disk refuses, the key is there as an offer already, and the next session tries again. */
  #keep(key: Uint8Array): void {
    const { keys, cabinet, log } = this.#o;
    this.#current = key;
    try {
      if (keys.writable(cabinet)) keys.set(cabinet, key);
      this.#offered = undefined;
    } catch (error) {
      log.error({ cabinet, err: error }, "the pairing key could not be written");
    }
  }

  #ended(pairing: Pairing): void {
    // After a pairing that came to its end the session is the cabinet's already.
    if (pairing.view().state === "failed") this.#o.link().greet();
  }

  get #pairing(): Pairing {
    if (!this.#last) throw new HoldfastError("no_pairing");
    return this.#last;
  }
}
