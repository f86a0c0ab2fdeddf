/**
 * Parses a stream of server-sent events as they arrive, in pieces of any size
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation; lines end in LF here).
 */
export interface RawEvent {
  kind: string;
  data: string;
}

const EVENT_LIMIT = 1024 * 1024;

export class EventParser {
  #rest = "";
  #kind = "message";
  #data: string[] = [];
  #length = 0;

  /** Throws when one event is larger than any that the gateway sends. */
  push(text: string): RawEvent[] {
    const events: RawEvent[] = [];
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") this.#dispatch(events);
      else this.#field(line);
    }
    if (this.#rest.length + this.#length > EVENT_LIMIT) throw new Error("an event is too large");
    return events;
  }

  #dispatch(events: RawEvent[]): void {
    if (this.#data.length > 0) events.push({ kind: this.#kind, data: this.#data.join("\n") });
    this.#kind = "message";
    this.#data = [];
    this.#length = 0;
  }

  #field(line: string): void {
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === "event") this.#kind = value;
    if (name === "data") {
      this.#data.push(value);
      this.#length += value.length;
    }
  }
}
