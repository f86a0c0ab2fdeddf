/** Lends the serial port of a cabinet to whoever flashes its controller, for a bounded time. */
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { HandedOver } from "../contract/operator-schemas.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { CabinetLink } from "../link/cabinet-link.ts";

/** Reading, writing and reading again 32 KiB at 115200 baud takes 15 s; a person with a programmer takes longer. */
const LEASE_MS = 300_000;

export interface PortHandOverOptions {
  readonly cabinet: string;
  /** Undefined for a cabinet on the network. */
  readonly device: string | undefined;
  readonly ledger: Ledger;
  readonly link: Pick<CabinetLink, "rest" | "wake">;
  readonly clock: Clock;
  readonly log: Logger;
  pairing(): boolean;
  /** Of a locker in service: somebody stands there. */
  doorOpen(): boolean;
}

export class PortHandOver {
  readonly #o: PortHandOverOptions;
  #cancel = () => {};
  away = false;

  constructor(options: PortHandOverOptions) {
    this.#o = options;
  }

  /** Again while it is lent: the time begins anew. */
  handOver(): HandedOver {
    const { cabinet, device, link, ledger, clock, log } = this.#o;
    if (device === undefined) throw new HoldfastError("no_serial_port");
    if (this.#o.pairing()) throw new HoldfastError("pairing_running");
    if (!this.away && this.#o.doorOpen()) throw new HoldfastError("door_open");
    if (!link.rest()) throw new HoldfastError("cabinet_busy");
    this.#cancel();
    this.#cancel = clock.after(LEASE_MS, () => this.takeBack());
    if (!this.away) {
      this.away = true;
      ledger.change((append) =>
        append({ at: clock.wall(), kind: "handed_over", cabinet, actor: "operator" }),
      );
      log.warn({ cabinet, seconds: LEASE_MS / 1000 }, "the port is handed over");
    }
    return { port: device, secondsLeft: LEASE_MS / 1000 };
  }

  takeBack(): void {
    this.#cancel();
    if (!this.away) return;
    this.away = false;
    this.#o.log.info({ cabinet: this.#o.cabinet }, "the port is back");
    this.#o.link.wake();
  }

  close(): void {
    this.#cancel();
  }
}
