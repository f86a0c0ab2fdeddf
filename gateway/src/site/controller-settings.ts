/** What the gateway tells a controller about itself: its configuration, when it has another one, and the time to show. */
import type { Logger } from "pino";
import { type ControllerConfiguration, configurationDigest } from "../cabinet/controller-configuration.ts";
import type { Clock } from "../clock.ts";
import type { CabinetLink } from "../link/cabinet-link.ts";
import type { Commander } from "./commander.ts";

const SET_TIME_MS = 3_600_000;
const SET_CONFIG_AGAIN_MS = 10_000;
const MINUTES_EAST_OFFSET = 1440;

export interface ControllerSettingsOptions {
  readonly cabinet: string;
  /** Made when it is needed, because the country's rule takes long to load. */
  configuration(): ControllerConfiguration;
  readonly link: CabinetLink;
  readonly commander: Commander;
  readonly clock: Clock;
  readonly log: Logger;
  onRefused(problem: string): void;
}

export class ControllerSettings {
  readonly #o: ControllerSettingsOptions;
  #configuration: ControllerConfiguration | undefined;
  #configuredAt = Number.NEGATIVE_INFINITY;
  #cancelTime = () => {};

  constructor(options: ControllerSettingsOptions) {
    this.#o = options;
  }

  connected(): void {
    this.#configuredAt = Number.NEGATIVE_INFINITY;
    this.#tellTime();
  }

  disconnected(): void {
    this.#cancelTime();
  }

  /** The configuration, when the controller has it; else it is sent. */
  configure(digest: number): ControllerConfiguration | undefined {
    const { clock, log, commander, cabinet } = this.#o;
    this.#configuration ??= this.#o.configuration();
    const configuration = this.#configuration;
    if (digest === configurationDigest(configuration)) return configuration;
    if (clock.monotonic() - this.#configuredAt < SET_CONFIG_AGAIN_MS) return undefined;
    this.#configuredAt = clock.monotonic();
    commander.execute({ command: configuration, locker: 0, actor: "gateway" }).then(
      ({ outcome }) => {
        if (outcome !== "done") this.#o.onRefused(`the controller refuses its configuration: ${outcome}`);
      },
      (error: unknown) => log.warn({ cabinet, err: error }, "the configuration was not sent"),
    );
    return undefined;
  }

  #tellTime(): void {
    const wall = this.#o.clock.wall();
    const offset = MINUTES_EAST_OFFSET - new Date(wall).getTimezoneOffset();
    this.#o.link.notify({ name: "set_time", seconds: Math.floor(wall / 1000), offset });
    this.#cancelTime();
    this.#cancelTime = this.#o.clock.after(SET_TIME_MS, () => this.#tellTime());
  }
}
