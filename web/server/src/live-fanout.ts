/** One stream from the gateway for all browsers: each begins with the whole state, then hears of each change. */
import type { Cabinet, State, StreamEvent } from "@holdfast/gateway/contract";
import { type EventStreams, formatEvent } from "@holdfast/gateway/http";
import type { Context } from "koa";
import type { CustomerClient } from "./customer-client.ts";

export class LiveFanout {
  readonly #streams: EventStreams;
  /** What the gateway last said; absent while it cannot be reached, so that nobody is shown an old picture as new. */
  #state: State | undefined;
  #stop: () => void = () => {};

  constructor(streams: EventStreams) {
    this.#streams = streams;
  }

  start(client: CustomerClient): void {
    this.#stop = client.follow("live", () => ({}), {
      event: (event) => this.#take(event),
      down: () => this.#lose(),
    });
  }

  /** Answers a browser's request. */
  join(ctx: Context): void {
    const stream = this.#streams.open(ctx, () => {});
    if (this.#state) stream.send("state", this.#state);
    else stream.send("gateway", { reachable: false });
  }

  close(): void {
    this.#stop();
    this.#streams.close();
  }

  #take(event: StreamEvent<"live">): void {
    if (event.kind === "state") {
      if (!this.#state) this.#streams.sendAll(formatEvent("gateway", { reachable: true }));
      this.#state = event.data;
    } else if (event.kind === "cabinet" && this.#state) {
      this.#state = { ...this.#state, cabinets: replace(this.#state.cabinets, event.data) };
    } else {
      return;
    }
    this.#streams.sendAll(formatEvent(event.kind, event.data));
  }

  #lose(): void {
    this.#state = undefined;
    this.#streams.sendAll(formatEvent("gateway", { reachable: false }));
  }
}

function replace(cabinets: readonly Cabinet[], changed: Cabinet): Cabinet[] {
  return cabinets.map((cabinet) => (cabinet.id === changed.id ? changed : cabinet));
}
