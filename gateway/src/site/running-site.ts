/** The site that runs: ledger, cabinets and outbox behind the interface that the API uses. */
import { readFileSync } from "node:fs";
import type { Logger } from "pino";
import type { LedgerCare } from "../backup/ledger-care.ts";
import { controllerConfiguration } from "../cabinet/controller-configuration.ts";
import { isCountry } from "../cabinet/countries.ts";
import { countryRule } from "../cabinet/country-rule.ts";
import { phoneBook } from "../cabinet/phone-check.ts";
import type { Clock } from "../clock.ts";
import type { GatewayConfiguration } from "../configuration/schema.ts";
import { HoldfastError } from "../contract/error.ts";
import type { LedgerEvent, Status } from "../contract/operator-schemas.ts";
import type { Cabinet, State } from "../contract/schemas.ts";
import type { KeyStore } from "../keys/key-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { MessageWithRental } from "../ledger/message-store.ts";
import type { Transport } from "../link/transport.ts";
import { Outbox } from "../messages/outbox.ts";
import { PinVault } from "../messages/pin-vault.ts";
import type { Provider } from "../messages/provider.ts";
import { fillText } from "../messages/template.ts";
import type { Random } from "../random.ts";
import type { LockerAddress, Site } from "../site.ts";
import { StartupError } from "../startup-error.ts";
import type { SyncDesk } from "../sync/sync-desk.ts";
import type { SyncSite } from "../sync/sync-site.ts";
import { CabinetKeeper } from "./cabinet-keeper.ts";
import { CustomerDesk } from "./customer-desk.ts";
import { NewPins } from "./new-pins.ts";
import { OperatorDesk } from "./operator-desk.ts";
import { Visits } from "./visits.ts";

export interface RunningSiteOptions {
  readonly configuration: GatewayConfiguration;
  readonly ledger: Ledger;
  readonly keys: KeyStore;
  readonly provider: Provider;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Undefined: a ledger that lives in memory. */
  readonly care: LedgerCare | undefined;
  transport(settings: GatewayConfiguration["cabinet"][number]): Transport;
  /** Undefined: the site does not sync. */
  readonly openSync: ((site: SyncSite) => SyncDesk) | undefined;
}

const EVENTS_MOST = 1000;

export class RunningSite implements Site {
  readonly #o: RunningSiteOptions;
  readonly #keepers = new Map<string, CabinetKeeper>();
  readonly #listeners = new Set<(cabinet: Cabinet) => void>();
  readonly #outbox: Outbox;
  readonly #pins: NewPins;
  readonly #customer: CustomerDesk;
  readonly #operator: OperatorDesk;
  readonly #startedAt: number;
  readonly #version = readVersion();
  readonly checkPhone: Site["checkPhone"];
  readonly sync: SyncDesk | undefined;

  constructor(options: RunningSiteOptions) {
    this.#o = options;
    const { configuration, ledger, provider, clock, random, log } = options;
    const { site, rules, messages } = configuration;
    this.#startedAt = clock.monotonic();
    const { country } = site;
    if (!isCountry(country))
      throw new StartupError("country_unknown", `site.country "${country}" is not known.`);
    const phones = phoneBook(country);
    this.checkPhone = (phone) => phones.check(phone);
    const vault = new PinVault();
    this.#pins = new NewPins({ digits: rules.pin_digits, delivers: provider.delivers, clock, random });
    this.#outbox = new Outbox({
      ledger,
      provider,
      vault,
      clock,
      random,
      log,
      attempts: messages.attempts,
      textOf: (message, pin) => this.#textOf(message, pin),
      renewPin: (message) => this.#renewPin(message),
    });
    const cabinet = (id: string) => this.#cabinet(id);
    const keeper = ({ cabinet: id, locker }: LockerAddress) => {
      const found = cabinet(id);
      found.checkLocker(locker);
      return found;
    };
    const visits = new Visits(clock, random);
    this.#customer = new CustomerDesk({ ledger, clock, rules, phones, pins: this.#pins, visits, keeper });
    const desk = { ledger, clock, pins: this.#pins, keepers: this.#keepers, keeper, cabinet };
    this.#operator = new OperatorDesk({ actor: "operator", ...desk });
    for (const settings of configuration.cabinet) {
      this.#keepers.set(
        settings.id,
        new CabinetKeeper({
          settings,
          pinDigits: rules.pin_digits,
          configuration: () => controllerConfiguration(rules, settings.lockers, countryRule(country)),
          transport: options.transport(settings),
          ledger,
          keys: options.keys,
          vault,
          delivers: provider.delivers,
          clock,
          random,
          log,
          onChange: (cabinet) => this.#tell(cabinet),
          onQueued: (rental) => this.#queued(rental),
          onReachable: () => this.#outbox.hurry(),
        }),
      );
    }
    this.sync = options.openSync?.({
      ...{ configuration, ledger, clock, random, log, version: this.#version, keepers: this.#keepers },
      desk: new OperatorDesk({ actor: "central", ...desk }),
    });
  }

  start(): void {
    for (const keeper of this.#keepers.values()) keeper.start();
  }

  async close(): Promise<void> {
    this.sync?.close();
    for (const keeper of this.#keepers.values()) keeper.close();
    this.#listeners.clear();
    await this.#outbox.close();
    // Whoever waited for an outcome hears that it is unknown before the ledger closes.
    await new Promise((resolve) => setImmediate(resolve));
  }

  health(): { events: number } {
    return { events: this.#o.ledger.countEvents() };
  }

  state(): State {
    const { name, country } = this.#o.configuration.site;
    return { site: name, country, cabinets: [...this.#keepers.values()].map((keeper) => keeper.view()) };
  }

  onCabinet(listener: (cabinet: Cabinet) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  store: Site["store"] = (at, phone, requestId) => this.#customer.store(at, phone, requestId);
  receipt: Site["receipt"] = (receipt) => this.#customer.receipt(receipt);
  resend: Site["resend"] = (receipt) => this.#customer.resend(receipt);
  collect: Site["collect"] = (at, phone, pin, id) => this.#customer.collect(at, phone, pin, id);
  finish: Site["finish"] = (visit) => this.#customer.finish(visit);
  keep: Site["keep"] = (visit) => this.#customer.keep(visit);

  lockers: Site["lockers"] = () => this.#operator.lockers();
  open: Site["open"] = (at, reason) => this.#operator.open(at, reason);
  release: Site["release"] = (at, reason) => this.#operator.release(at, reason);
  setService: Site["setService"] = (at, out, reason) => this.#operator.setService(at, out, reason);
  label: Site["label"] = (at, label, reason) => this.#operator.label(at, label, reason);
  reissuePin: Site["reissuePin"] = (at, reason) => this.#operator.reissuePin(at, reason);
  reissuePins: Site["reissuePins"] = (id, reason) => this.#operator.reissuePins(id, reason);
  beginPairing: Site["beginPairing"] = (id, typed) => this.#cabinet(id).pairing.begin({ typed });
  pairing: Site["pairing"] = (id) => this.#cabinet(id).pairing.view();
  confirmPairing: Site["confirmPairing"] = (id) => this.#cabinet(id).pairing.confirm();
  cancelPairing: Site["cancelPairing"] = (id) => this.#cabinet(id).pairing.cancel();
  handOver: Site["handOver"] = (id) => this.#cabinet(id).port.handOver();
  takeBack: Site["takeBack"] = (id) => this.#cabinet(id).port.takeBack();
  messages: Site["messages"] = () => this.#operator.messages();
  backups: Site["backups"] = () => this.#o.care?.backups() ?? [];

  async backup(): ReturnType<Site["backup"]> {
    if (!this.#o.care) throw new HoldfastError("backup_failed");
    return this.#o.care.backup();
  }

  status(): Status {
    const { care, ledger, provider, clock } = this.#o;
    const { sequence, hash } = ledger.head;
    return {
      version: this.#version,
      uptime: Math.floor((clock.monotonic() - this.#startedAt) / 1000),
      ledger: { events: sequence, head: hash, epoch: ledger.life.epoch },
      problems: [...(care?.problems() ?? []), ...(this.sync?.problems() ?? [])],
      messages: {
        queued: ledger.messages.count("queued"),
        failed: ledger.messages.count("failed"),
        provider: provider.name,
      },
      ...(this.sync && { sync: this.sync.status() }),
      cabinets: [...this.#keepers.values()].map((keeper) => keeper.status()),
    };
  }

  events(query: { after?: number; last?: number; cabinet?: string }): LedgerEvent[] {
    if (query.cabinet !== undefined && !this.#keepers.has(query.cabinet)) {
      throw new HoldfastError("no_such_cabinet");
    }
    return this.#o.ledger.events(query, EVENTS_MOST);
  }

  onEvent(listener: (event: LedgerEvent) => void): () => void {
    return this.#o.ledger.onEvent(listener);
  }

  #cabinet(id: string): CabinetKeeper {
    const keeper = this.#keepers.get(id);
    if (!keeper) throw new HoldfastError("no_such_cabinet");
    return keeper;
  }

  #tell(cabinet: Cabinet): void {
    for (const listener of this.#listeners) listener(cabinet);
  }

  #queued(rental: number | undefined): void {
    if (rental !== undefined) this.#pins.begun(rental);
    this.#outbox.wake();
  }

  #textOf({ cabinet, locker }: MessageWithRental, pin: string): string {
    const { site, messages } = this.#o.configuration;
    const name = this.#keepers.get(cabinet)?.name ?? cabinet;
    return fillText(messages.text, { site: site.name, cabinet: name, locker: String(locker), pin });
  }

  /** False: the cabinet cannot be reached now; the outbox asks again when it can. */
  async #renewPin(message: MessageWithRental): Promise<boolean> {
    const keeper = this.#keepers.get(message.cabinet);
    if (!keeper?.reachable) return false;
    const rental = { id: message.rental, locker: message.locker, number: message.number };
    try {
      const { outcome } = await this.#pins.renew(keeper, rental, { actor: "gateway", message: message.id });
      return outcome === "done";
    } catch (error) {
      if (error instanceof HoldfastError) return false;
      throw error;
    }
  }
}

function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
