/** The gateway as a process: it starts, serves, and ends at any moment without a chance to tidy up. */
import type { GatewayConfiguration } from "@holdfast/gateway/configuration";
import { type OpenSiteOptions, openSite } from "@holdfast/gateway/open-site";
import type { Cable } from "./cable.ts";
import type { Disk } from "./disk.ts";
import type { Phones } from "./phones.ts";
import type { Prng } from "./prng.ts";
import type { Timeline } from "./timeline.ts";
import type { Wifi } from "./wifi.ts";

/** The only one, by its name in addresses. */
export const CABINET = "main";

export type Site = Awaited<ReturnType<typeof openSite>>["site"];
type Clock = NonNullable<OpenSiteOptions["clock"]>;

/** What somebody outside learns of a request. */
export type Answer<T> =
  | { readonly how: "answered"; readonly value: T }
  | { readonly how: "refused"; readonly code: string }
  /** The process ended before it answered. */
  | { readonly how: "gone" };

export interface GatewayOptions {
  readonly timeline: Timeline;
  readonly prng: Prng;
  readonly configuration: GatewayConfiguration;
  readonly log: OpenSiteOptions["log"];
  readonly keys: NonNullable<OpenSiteOptions["keys"]>;
  readonly cable: Cable;
  /** Instead of the cable, where the cabinet is on Wi-Fi. */
  readonly wifi: Wifi | undefined;
  readonly disk: Disk;
  readonly phones: Phones;
  /** The process ended. */
  onGone(): void;
  onFailure(error: unknown): void;
}

interface Life {
  over: boolean;
  site?: Site;
  readonly gone: Promise<{ how: "gone" }>;
  end(): void;
}

const START_OF_TIME = Date.UTC(2026, 0, 1);

export class GatewayProcess {
  readonly #o: GatewayOptions;
  #life: Life | undefined;
  #startedAt = 0;
  /** How far the wall clock is off. */
  wallOff = 0;

  constructor(options: GatewayOptions) {
    this.#o = options;
    options.disk.onCut = () => this.crash();
  }

  /** What the gateway's machine takes for the time. */
  get wall(): number {
    return Math.floor(START_OF_TIME + this.#o.timeline.now + this.wallOff);
  }

  get running(): boolean {
    return this.#life !== undefined;
  }

  get site(): Site | undefined {
    return this.#life?.site;
  }

  start(): void {
    if (this.#life) return;
    const { timeline, prng, disk } = this.#o;
    let end = () => {};
    const gone = new Promise<{ how: "gone" }>((resolve) => {
      end = () => resolve({ how: "gone" });
    });
    const life: Life = { over: false, gone, end };
    this.#life = life;
    this.#startedAt = timeline.now;
    disk.full = false;
    this.#open(life, prng).catch((error: unknown) => {
      if (!life.over) this.#o.onFailure(error);
    });
  }

  /** As by a power cut. */
  crash(): void {
    const life = this.#life;
    if (!life) return;
    this.#life = undefined;
    life.over = true;
    this.#o.wifi?.gatewayGone();
    this.#o.cable.forgetGateway();
    this.#o.disk.drop();
    life.end();
    this.#o.onGone();
  }

  /** Asks as a browser would: an answer, an error with a code, or none at all. */
  async ask<T>(call: (site: Site) => T | Promise<T>): Promise<Answer<T>> {
    const life = this.#life;
    const site = life?.site;
    if (!life || !site) return { how: "gone" };
    const answer = (async (): Promise<Answer<T>> => {
      try {
        return { how: "answered", value: await call(site) };
      } catch (error) {
        return { how: "refused", code: codeOf(error) };
      }
    })();
    const first = await Promise.race([answer, life.gone]);
    return life.over ? { how: "gone" } : first;
  }

  async #open(life: Life, prng: Prng): Promise<void> {
    const { configuration, log, keys, cable, wifi, disk, phones } = this.#o;
    const clock = this.#clock(life);
    const random = {
      bytes: (length: number) => prng.bytes(length),
      below: (below: number) => prng.below(below),
    };
    const ledger = disk.open(clock.wall(), prng);
    const serving = wifi?.serve(CABINET, { clock, random, log });
    const transport = () => serving ?? cable;
    const options = { configuration, log, keys, clock, random, ledger, transport, provider: phones };
    const { site } = await openSite({ ...options, folder: "" });
    if (!life.over) life.site = site;
  }

  #clock(life: Life): Clock {
    const { timeline } = this.#o;
    const startedAt = this.#startedAt;
    return {
      monotonic: () => timeline.now - startedAt,
      wall: () => this.wall,
      after: (milliseconds, call) =>
        timeline.after(milliseconds, () => {
          if (!life.over) call();
        }),
    };
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : `${(error as Error).message}`;
}
