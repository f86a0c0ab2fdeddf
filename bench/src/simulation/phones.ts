/** The message service and the telephones of all people: texts arrive soon, late, twice or never. */
import type { OpenSiteOptions } from "@holdfast/gateway/open-site";
import type { Prng } from "./prng.ts";
import type { Timeline } from "./timeline.ts";

type Provider = NonNullable<OpenSiteOptions["provider"]>;

export type Service = "soon" | "late" | "twice" | "fails" | "hangs" | "loses";

export interface Text {
  readonly phone: string;
  readonly locker: number;
  readonly pin: string;
  readonly at: number;
}

/** What the site's configuration makes of a message. */
export const TEXT = "{{locker}} {{pin}}";

/** Every provider gives up some time. */
const TIMEOUT_MS = 10_000;

export class Phones implements Provider {
  readonly name = "simulated";
  readonly delivers = true;
  readonly #timeline: Timeline;
  readonly #prng: Prng;
  service: Service = "soon";
  /** The texts that arrived, oldest first. */
  readonly texts: Text[] = [];
  /** Called with each PIN that leaves the gateway, whether and when it arrives. */
  onSent: (text: Text) => void = () => {};

  constructor(timeline: Timeline, prng: Prng) {
    this.#timeline = timeline;
    this.#prng = prng;
  }

  send({ to, text }: { to: string; text: string }, signal: AbortSignal): Promise<void> {
    const [locker = "", pin = ""] = text.split(" ");
    const sent: Text = { phone: to.slice(1), locker: Number(locker), pin, at: this.#timeline.now };
    this.onSent(sent);
    return new Promise((resolve, reject) => {
      const stop = () => reject(new Error("stopped"));
      signal.addEventListener("abort", stop, { once: true });
      const { service } = this;
      const soon = this.#prng.between(20, 200);
      const wait = service === "hangs" ? TIMEOUT_MS : service === "late" ? soon * 40 : soon;
      this.#timeline.after(wait, () => {
        signal.removeEventListener("abort", stop);
        if (signal.aborted) return;
        if (service === "fails" || service === "hangs") reject(new Error("no network"));
        else {
          this.#deliver(sent, service);
          resolve();
        }
      });
    });
  }

  #deliver(sent: Text, service: Service): void {
    if (service !== "loses") this.texts.push(sent);
    if (service === "twice") this.texts.push(sent);
  }

  /** The newest text about a locker to this phone. */
  newest(phone: string, locker: number): Text | undefined {
    return this.texts.findLast((text) => text.phone === phone && text.locker === locker);
  }
}
