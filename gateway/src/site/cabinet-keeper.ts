/** Everything the gateway knows of one cabinet, and the way to its controller. */
import { decodeSlot, EVENT_KIND, type MessageOf, SWITCH } from "@holdfast/protocol";
import type { Logger } from "pino";
import { type ControllerConfiguration, configurationDigest } from "../cabinet/controller-configuration.ts";
import { cabinetView, defaultLayout } from "../cabinet/view.ts";
import type { Clock } from "../clock.ts";
import type { GatewayConfiguration } from "../configuration/schema.ts";
import { HoldfastError } from "../contract/error.ts";
import type { Cabinet, Status } from "../contract/schemas.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { CabinetLink } from "../link/cabinet-link.ts";
import type { Transport } from "../link/transport.ts";
import type { PinVault } from "../messages/pin-vault.ts";
import { adoptController } from "./adopt-controller.ts";
import { applyEvent } from "./apply-event.ts";
import { Commander } from "./commander.ts";
import { Reconciler } from "./reconciler.ts";
import { SlotTable } from "./slot-table.ts";

export interface KeeperOptions {
  readonly settings: GatewayConfiguration["cabinet"][number];
  readonly pinDigits: number;
  /** Made when it is needed, because the country's rule takes long to load. */
  configuration(): ControllerConfiguration;
  readonly transport: Transport;
  readonly ledger: Ledger;
  readonly vault: PinVault;
  /** A PIN can be sent to a phone. */
  readonly delivers: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  /** What the page shows of this cabinet changed. */
  onChange(cabinet: Cabinet): void;
  /** A message was queued for a rental (undefined: for some). */
  onQueued(rental: number | undefined): void;
  /** The cabinet can be used again. */
  onReachable(): void;
}

const SET_TIME_MS = 3_600_000;
/** The first people are served before the configuration is looked at. */
const CONFIGURE_AFTER_MS = 1000;
const SET_CONFIG_AGAIN_MS = 10_000;
const MINUTES_EAST_OFFSET = 1440;

export class CabinetKeeper {
  readonly #o: KeeperOptions;
  readonly link: CabinetLink;
  readonly table: SlotTable;
  readonly commander: Commander;
  readonly #reconciler: Reconciler;
  #welcome: MessageOf<"welcome"> | undefined;
  #heartbeat: MessageOf<"controller_heartbeat"> | undefined;
  #position = 0;
  #epoch = 0;
  #problem: string | undefined;
  #shown = "";
  #configuration: ControllerConfiguration | undefined;
  #configuredAt = Number.NEGATIVE_INFINITY;
  #agreedAt = 0;
  #cancelTime = () => {};
  #failure: string | undefined;

  constructor(options: KeeperOptions) {
    this.#o = options;
    const { ledger, clock, log, vault, settings } = options;
    this.table = new SlotTable(ledger, settings.id);
    const row = ledger.cabinets.get(settings.id);
    this.#position = row?.position ?? 0;
    this.#epoch = row?.epoch ?? 0;
    this.link = new CabinetLink(options.transport, clock, {
      onUp: (welcome) => this.#up(welcome),
      onDown: (reason) => this.#down(reason),
      onEvent: (event) => this.#event(event),
      onSlot: (slot) => this.#slot(slot),
      onHeartbeat: (heartbeat) => this.#heard(heartbeat),
      onProblem: (problem) => this.#report(problem),
      onFailure: (error) => this.#failed(error),
    });
    this.commander = new Commander(settings.id, ledger, this.link, clock, vault);
    this.#reconciler = new Reconciler({
      cabinet: settings.id,
      ledger,
      table: this.table,
      link: this.link,
      commander: this.commander,
      clock,
      log,
      epoch: () => this.#epoch,
      position: () => this.#position,
      onAgreed: () => this.#agreed(),
      onQueued: () => options.onQueued(undefined),
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
    this.link.start();
  }

  close(): void {
    this.#cancelTime();
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
      delivers: this.#o.delivers,
      journalFull: ((heartbeat?.switches ?? 0) & SWITCH.journal_full) !== 0,
      doorsOpen: heartbeat?.doors_open ?? 0,
      doorsSensed: heartbeat?.doors_sensed ?? 0,
      relaysOk: heartbeat?.relays_ok ?? 0xff,
      slot: (locker) => this.table.slot(locker),
      damaged: (locker) => this.table.damaged(locker),
    });
  }

  status(): Status["cabinets"][number] {
    const { silence } = this.link;
    const welcome = this.#welcome;
    const last = this.#heartbeat?.sequence_last ?? welcome?.sequence_last;
    return {
      id: this.id,
      name: this.name,
      link: this.reachable ? "up" : "down",
      port: this.link.name,
      ...(silence === undefined ? {} : { lastHeard: Math.floor(silence / 1000) }),
      ...(welcome ? { firmware: welcome.firmware.join("."), boot: welcome.boot } : {}),
      ...(last === undefined ? {} : { journal: { acknowledged: this.#position, last } }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
      frames: { ...this.link.frames },
    };
  }

  #up(welcome: MessageOf<"welcome">): void {
    const { ledger, clock, log } = this.#o;
    const row = adoptController(ledger, this.id, welcome, clock.wall(), () => this.table.clear());
    this.#epoch = row.epoch;
    this.#position = row.position;
    this.#welcome = welcome;
    this.#configuredAt = Number.NEGATIVE_INFINITY;
    this.#reconciler.connected(welcome.lockers);
    log.info({ cabinet: this.id, boot: welcome.boot, firmware: welcome.firmware.join(".") }, "link up");
    this.#tellTime();
  }

  #down(reason: string): void {
    this.#o.log.warn({ cabinet: this.id, reason }, "link down");
    this.#cancelTime();
    this.#welcome = undefined;
    this.#heartbeat = undefined;
    this.#changed();
  }

  #agreed(): void {
    this.#o.log.info({ cabinet: this.id, position: this.#position }, "cabinet ready");
    this.#problem = undefined;
    this.#agreedAt = this.#o.clock.monotonic();
    this.#changed();
    this.#o.onReachable();
  }

  #report(problem: string | undefined): void {
    if (problem !== undefined && problem !== this.#problem) {
      this.#o.log.warn({ cabinet: this.id, port: this.link.name, problem }, "the cabinet cannot be reached");
    }
    this.#problem = problem;
  }

  #event(event: MessageOf<"event">): void {
    // What the ledger has already is only acknowledged once more.
    if (event.sequence <= this.#position || this.#apply(event)) {
      this.link.notify({ name: "acknowledge", sequence: this.#position });
    }
  }

  /** False: it is not in the ledger, so the controller keeps it and sends it again. */
  #apply(event: MessageOf<"event">): boolean {
    const { ledger, clock } = this.#o;
    try {
      const applied = applyEvent(ledger, { cabinet: this.id, epoch: this.#epoch, wall: clock.wall() }, event);
      this.#position = event.sequence;
      this.table.dirty = true;
      if (event.kind === EVENT_KIND.slot_damaged) this.table.spoil(event.locker);
      if (applied.command !== undefined) this.commander.tell(applied.command);
      if (applied.queued !== undefined) this.#o.onQueued(applied.queued);
    } catch (error) {
      this.#failed(error);
      // Committed or not: the ledger knows.
      this.#position = ledger.cabinets.get(this.id)?.position ?? 0;
    }
    return this.#position >= event.sequence;
  }

  /** The ledger does not take something, or a listener failed. What was not acknowledged comes again. */
  #failed(error: unknown): void {
    const failure = error instanceof Error ? error.message : "unknown";
    if (this.#failure !== failure)
      this.#o.log.error({ cabinet: this.id, err: error }, "the cabinet's news were lost");
    this.#failure = failure;
    this.#problem = `the gateway cannot keep what the controller says: ${failure}`;
  }

  #slot({ locker, present, slot }: MessageOf<"slot">): void {
    const record = present === 0 ? null : slot;
    if (record !== null && decodeSlot(record)?.locker !== locker) return;
    this.table.take(locker, record);
    this.#reconciler.row(locker);
    this.#changed();
  }

  #heard(heartbeat: MessageOf<"controller_heartbeat">): void {
    this.#heartbeat = heartbeat;
    this.#reconciler.heartbeat(heartbeat);
    this.#changed();
    if (this.reachable && this.#o.clock.monotonic() - this.#agreedAt >= CONFIGURE_AFTER_MS) {
      this.#configure(heartbeat.config_digest);
    }
  }

  #configure(digest: number): void {
    const { clock, log } = this.#o;
    this.#configuration ??= this.#o.configuration();
    const configuration = this.#configuration;
    if (digest === configurationDigest(configuration)) {
      this.#reconciler.resized(configuration.lockers);
      return;
    }
    if (clock.monotonic() - this.#configuredAt < SET_CONFIG_AGAIN_MS) return;
    this.#configuredAt = clock.monotonic();
    this.commander.execute({ command: configuration, locker: 0, actor: "gateway" }).then(
      ({ outcome }) => {
        if (outcome !== "done") this.#problem = `the controller refuses its configuration: ${outcome}`;
      },
      (error: unknown) => log.warn({ cabinet: this.id, err: error }, "the configuration was not sent"),
    );
  }

  #tellTime(): void {
    const wall = this.#o.clock.wall();
    const offset = MINUTES_EAST_OFFSET - new Date(wall).getTimezoneOffset();
    this.link.notify({ name: "set_time", seconds: Math.floor(wall / 1000), offset });
    this.#cancelTime();
    this.#cancelTime = this.#o.clock.after(SET_TIME_MS, () => this.#tellTime());
  }

  #changed(): void {
    const cabinet = this.view();
    const shown = JSON.stringify(cabinet);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#o.onChange(cabinet);
  }
}
