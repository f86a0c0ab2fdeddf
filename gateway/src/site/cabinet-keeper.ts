/** Everything the gateway knows of one cabinet, and the way to its controller. */
import { decodeSlot, type MessageOf, SWITCH } from "@holdfast/protocol";
import type { Logger } from "pino";
import type { ControllerConfiguration } from "../cabinet/controller-configuration.ts";
import { silentBoards } from "../cabinet/relay-boards.ts";
import { cabinetView, defaultLayout } from "../cabinet/view.ts";
import type { Clock } from "../clock.ts";
import type { GatewayConfiguration } from "../configuration/schema.ts";
import { HoldfastError } from "../contract/error.ts";
import type { Status } from "../contract/operator-schemas.ts";
import type { Cabinet } from "../contract/schemas.ts";
import type { KeyStore } from "../keys/key-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { CabinetLink } from "../link/cabinet-link.ts";
import type { Arrival, Obstacle } from "../link/state.ts";
import type { Transport } from "../link/transport.ts";
import type { PinVault } from "../messages/pin-vault.ts";
import { CabinetPairing } from "../pairing/cabinet-pairing.ts";
import { isCable } from "../pairing/cable.ts";
import { hasNumber } from "../pairing/controller-id.ts";
import type { Random } from "../random.ts";
import { CabinetProblem } from "./cabinet-problem.ts";
import { Commander } from "./commander.ts";
import { ControllerSettings } from "./controller-settings.ts";
import { JournalReader } from "./journal-reader.ts";
import { PortHandOver } from "./port-hand-over.ts";
import { Reconciler } from "./reconciler.ts";
import { SlotTable } from "./slot-table.ts";

export interface KeeperOptions {
  readonly settings: GatewayConfiguration["cabinet"][number];
  readonly pinDigits: number;
  /** Made when it is needed, because the country's rule takes long to load. */
  configuration(): ControllerConfiguration;
  readonly transport: Transport;
  readonly ledger: Ledger;
  readonly keys: KeyStore;
  readonly vault: PinVault;
  /** A PIN can be sent to a phone. */
  readonly delivers: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** What the page shows of this cabinet changed. */
  onChange(cabinet: Cabinet): void;
  /** A message was queued for a rental (undefined: for some). */
  onQueued(rental: number | undefined): void;
  /** The cabinet can be used again. */
  onReachable(): void;
}

/** The first people are served before the configuration is looked at. */
const CONFIGURE_AFTER_MS = 1000;

export class CabinetKeeper {
  readonly #o: KeeperOptions;
  readonly link: CabinetLink;
  readonly table: SlotTable;
  readonly commander: Commander;
  readonly pairing: CabinetPairing;
  readonly port: PortHandOver;
  readonly #problem: CabinetProblem;
  readonly #journal: JournalReader;
  readonly #reconciler: Reconciler;
  readonly #settings: ControllerSettings;
  #welcome: Arrival["welcome"] | undefined;
  #heartbeat: MessageOf<"controller_heartbeat"> | undefined;
  #shown = "";
  #agreedAt = 0;

  constructor(options: KeeperOptions) {
    this.#o = options;
    const { ledger, clock, random, log, vault, settings } = options;
    this.table = new SlotTable(ledger, settings.id);
    this.#problem = new CabinetProblem(settings.id, log);
    this.pairing = new CabinetPairing({
      cabinet: settings.id,
      cable: isCable(settings.port),
      keys: options.keys,
      clock,
      random,
      log,
      link: () => this.link,
      onPaired: (paired) => this.#paired(paired),
    });
    this.link = new CabinetLink(
      { transport: options.transport, clock, random, keys: () => this.pairing.sessionKeys },
      {
        onGreeted: () => this.pairing.greeted(),
        onUp: (arrival) => this.#up(arrival),
        onDown: (reason) => this.#down(reason),
        onEvent: (event) => {
          if (this.#welcome) this.#journal.take(event);
        },
        onSlot: (slot) => this.#slot(slot),
        onHeartbeat: (heartbeat) => this.#heard(heartbeat),
        onPairing: (message) => this.pairing.take(message),
        onObstacle: (obstacle) => this.#met(obstacle),
        onLost: (reason) => this.#lost(reason),
        onFailure: (error) => this.#problem.failed(error),
      },
    );
    this.commander = new Commander(settings.id, ledger, this.link, clock, vault);
    const shared = {
      cabinet: settings.id,
      ledger,
      table: this.table,
      link: this.link,
      commander: this.commander,
      clock,
      log,
    };
    this.#journal = new JournalReader({
      ...shared,
      onQueued: options.onQueued,
      onFailure: (error) => this.#problem.failed(error),
    });
    this.port = new PortHandOver({
      ...{ cabinet: settings.id, device: settings.port.serial, ledger, clock, log, link: this.link },
      pairing: () => this.pairing.running,
      doorOpen: () =>
        this.view().lockers.some(({ door, state }) => door === "open" && state !== "out_of_service"),
    });
    this.#reconciler = new Reconciler({
      ...shared,
      epoch: () => this.#journal.epoch,
      position: () => this.#journal.position,
      onAgreed: () => this.#agreed(),
      onQueued: () => options.onQueued(undefined),
    });
    this.#settings = new ControllerSettings({
      ...shared,
      configuration: options.configuration,
      onRefused: (problem) => {
        this.#problem.text = problem;
      },
    });
  }

  get id(): string {
    return this.#o.settings.id;
  }

  get name(): string {
    return this.#o.settings.name;
  }

  /** The link is up and ledger and controller agree. */
  get reachable(): boolean {
    return this.#welcome !== undefined && this.#reconciler.agreed;
  }

  start(): void {
    if (this.#o.settings.port.bridge) {
      if (this.pairing.sessionKeys.length > 0) this.#problem.lost("its bridge has not called");
      else this.#problem.met({ what: "no_key" });
    }
    this.link.start();
  }

  close(): void {
    this.#settings.disconnected();
    this.pairing.close();
    this.port.close();
    this.commander.close();
    this.link.close();
  }

  checkLocker(locker: number): void {
    if (locker < 1 || locker > this.#o.settings.lockers) throw new HoldfastError("no_such_locker");
  }

  checkReachable(): void {
    if (!this.reachable) throw new HoldfastError("cabinet_unreachable");
  }

  view(): Cabinet {
    const { settings, pinDigits } = this.#o;
    const heartbeat = this.reachable ? this.#heartbeat : undefined;
    return cabinetView({
      id: settings.id,
      name: settings.name,
      layout: settings.layout ?? defaultLayout(settings.lockers),
      pinDigits,
      lockers: settings.lockers,
      reachable: this.reachable,
      unpaired: this.#problem.unpaired,
      delivers: this.#o.delivers,
      storingPaused: this.#o.ledger.lowOnSpace || ((heartbeat?.switches ?? 0) & SWITCH.journal_full) !== 0,
      doorsOpen: heartbeat?.doors_open ?? 0,
      doorsSensed: heartbeat?.doors_sensed ?? 0,
      relaysOk: heartbeat?.relays_ok ?? 0xff,
      slot: (locker) => this.table.slot(locker),
      damaged: (locker) => this.table.damaged(locker),
      label: (locker) => this.#o.ledger.labels.of(settings.id).get(locker),
    });
  }

  status(): Status["cabinets"][number] {
    const { silence, bridge } = this.link;
    const welcome = this.#welcome;
    const last = this.#heartbeat?.sequence_last;
    const withoutPin = this.table.withoutPin.length;
    const problem = this.#currentProblem(withoutPin);
    return {
      id: this.id,
      name: this.name,
      link: this.reachable ? "up" : "down",
      port: this.link.name,
      ...(silence === undefined ? {} : { lastHeard: Math.floor(silence / 1000) }),
      ...(welcome ? { firmware: welcome.firmware.join("."), boot: welcome.boot } : {}),
      ...(last === undefined ? {} : { journal: { acknowledged: this.#journal.position, last } }),
      ...(problem === undefined ? {} : { problem }),
      ...(this.pairing.sessionKeys.length === 0 ? { keyless: true as const } : {}),
      voidPins: withoutPin,
      frames: { ...this.link.frames },
      ...(bridge ? { bridge } : {}),
    };
  }

  #currentProblem(withoutPin: number): string | undefined {
    if (this.pairing.ownsSession) return "the cabinet is being paired";
    if (this.port.away) return "its port is handed over, to flash the controller";
    if (this.#problem.text !== undefined) return this.#problem.text;
    const boards =
      this.reachable && silentBoards(this.#o.settings.lockers, this.#heartbeat?.relays_ok ?? 0xff);
    if (boards) return boards;
    if (withoutPin === 0) return undefined;
    const lockers =
      withoutPin === 1 ? "1 held locker needs a new PIN" : `${withoutPin} held lockers need new PINs`;
    return `${lockers}: holdfast reissue-pin --all ${this.id}`;
  }

  #up(arrival: Arrival): void {
    if (this.pairing.up(arrival)) return;
    const { welcome, heartbeat } = arrival;
    if (!hasNumber(welcome.controller_id)) {
      this.#problem.withoutNumber();
      this.changed();
      return;
    }
    this.#problem.solved();
    this.#journal.connected(arrival);
    this.#welcome = welcome;
    this.#reconciler.connected(heartbeat.lockers);
    const firmware = welcome.firmware.join(".");
    this.#o.log.info({ cabinet: this.id, boot: welcome.boot, firmware }, "link up");
    this.#settings.connected();
  }

  #down(reason: string): void {
    this.#o.log.warn({ cabinet: this.id, reason }, "link down");
    this.#settings.disconnected();
    this.#welcome = undefined;
    this.#heartbeat = undefined;
    this.changed();
  }

  #lost(reason: string): void {
    this.pairing.lost();
    if (!this.pairing.ownsSession) this.#problem.lost(reason);
  }

  #met(obstacle: Obstacle): void {
    if (this.pairing.ownsSession) return;
    this.#problem.met(obstacle);
    this.changed();
  }

  /** Numbers only: keys are nobody's business. */
  #paired({ controller_id, pin_key_taken }: MessageOf<"paired">): void {
    const detail = { controller: Buffer.from(controller_id).toString("hex"), newPinKey: pin_key_taken === 1 };
    const at = this.#o.clock.wall();
    this.#o.ledger.change((append) =>
      append({ at, kind: "paired", cabinet: this.id, actor: "operator", detail }),
    );
    this.#o.log.info({ cabinet: this.id, ...detail }, "paired");
  }

  #agreed(): void {
    this.#o.log.info({ cabinet: this.id, position: this.#journal.position }, "cabinet ready");
    this.#problem.solved();
    this.#agreedAt = this.#o.clock.monotonic();
    this.changed();
    this.#o.onReachable();
  }

  #slot({ locker, present, slot }: MessageOf<"slot">): void {
    if (!this.#welcome) return;
    const record = present === 0 ? null : slot;
    if (record !== null && decodeSlot(record)?.locker !== locker) return;
    this.table.take(locker, record);
    this.#reconciler.row(locker);
    this.changed();
  }

  #heard(heartbeat: MessageOf<"controller_heartbeat">): void {
    if (!this.#welcome) return;
    this.#heartbeat = heartbeat;
    this.#reconciler.heartbeat(heartbeat);
    // Until then the service button keeps everybody from the keypad of a controller that has not all of its slots.
    if (this.reachable && !this.table.dirty) this.pairing.settled();
    this.changed();
    if (this.reachable && this.#o.clock.monotonic() - this.#agreedAt >= CONFIGURE_AFTER_MS) {
      const configuration = this.#settings.configure(heartbeat.config_digest);
      if (configuration) this.#reconciler.resized(configuration.lockers);
    }
    if (this.#journal.position >= heartbeat.sequence_last) this.#problem.kept();
  }

  /** Something that the page shows may be different now. */
  changed(): void {
    const cabinet = this.view();
    const shown = JSON.stringify(cabinet);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#o.onChange(cabinet);
  }
}
