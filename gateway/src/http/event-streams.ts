/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): a bounded set of streams with
 * a heartbeat. A reader that does not keep up is dropped; it begins again with the whole state when it reconnects.
 */
import type { ServerResponse } from "node:http";
import type { Context } from "koa";
import { HoldfastError } from "../contract/index.ts";

export interface StreamLimits {
  streams: number;
  /** Bytes that may wait for one reader. */
  buffered: number;
  /** Milliseconds between comments, by which both sides notice a dead connection. */
  heartbeat: number;
}

export const STREAM_LIMITS: StreamLimits = { streams: 64, buffered: 256 * 1024, heartbeat: 15_000 };

export function formatEvent(event: string, data: unknown, id?: number): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export class EventStream {
  readonly #response: ServerResponse;
  readonly #buffered: number;

  constructor(response: ServerResponse, buffered: number) {
    this.#response = response;
    this.#buffered = buffered;
  }

  send(event: string, data: unknown, id?: number): void {
    this.write(formatEvent(event, data, id));
  }

  /** Writes a text that is an event already; for many readers of the same event. */
  write(text: string): void {
    if (this.closed) return;
    this.#response.write(text);
    if (this.#response.writableLength > this.#buffered) this.#response.destroy();
  }

  /** Waits until the reader has taken what was written, or is gone. */
  async drained(): Promise<void> {
    const response = this.#response;
    if (this.closed || !response.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        response.off("drain", done).off("close", done);
        resolve();
      };
      response.once("drain", done).once("close", done);
    });
  }

  get closed(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  end(): void {
    this.#response.end();
  }
}

export class EventStreams {
  readonly #limits: StreamLimits;
  readonly #streams = new Set<EventStream>();
  readonly #timer: NodeJS.Timeout;

  constructor(limits: StreamLimits = STREAM_LIMITS) {
    this.#limits = limits;
    this.#timer = setInterval(() => this.#beat(), limits.heartbeat);
    this.#timer.unref();
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Answers a request with a stream; `onClose` is called once, when it ends for whatever reason. */
  open(ctx: Context, onClose: () => void): EventStream {
    if (this.#streams.size >= this.#limits.streams) throw new HoldfastError("overloaded", { retryAfter: 5 });
    const stream = new EventStream(ctx.res, this.#limits.buffered);
    this.#streams.add(stream);
    ctx.res.once("close", () => {
      this.#streams.delete(stream);
      onClose();
    });
    ctx.respond = false;
    ctx.res.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      // For a reverse proxy in front: nginx would keep events back.
      "X-Accel-Buffering": "no",
    });
    if (ctx.method === "HEAD") ctx.res.end();
    else ctx.res.flushHeaders();
    return stream;
  }

  sendAll(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams) stream.end();
  }

  #beat(): void {
    this.sendAll(":\n\n");
  }
}
