/** The two streams of the API. Neither leaves a gap between what was and what comes. */
import type { Context } from "koa";
import type { LedgerEvent } from "../contract/index.ts";
import type { EventStream, EventStreams } from "../http/event-streams.ts";
import type { Site } from "../site.ts";

/** The whole state first, then each cabinet that changes. */
export function streamCabinets(site: Site, streams: EventStreams, ctx: Context): void {
  const state = site.state();
  let stop = () => {};
  const stream = streams.open(ctx, () => stop());
  stream.send("state", state);
  stop = site.onCabinet((cabinet) => stream.send("cabinet", cabinet));
}

/**
 * Events after a sequence, then new ones. The past is sent page by page as fast as the reader takes it, so a reader
 * that was away for long costs no memory; the page that is empty and the subscription belong to the same moment.
 */
export async function streamEvents(
  site: Site,
  streams: EventStreams,
  ctx: Context,
  after?: number,
): Promise<void> {
  let sent = after ?? site.events({ last: 1 }).at(-1)?.sequence ?? 0;
  let stop = () => {};
  const stream = streams.open(ctx, () => stop());
  const send = (event: LedgerEvent) => {
    stream.send("event", event, event.sequence);
    sent = event.sequence;
  };
  while (!stream.closed) {
    const page = site.events({ after: sent });
    if (page.length === 0) {
      stop = site.onEvent(send);
      return;
    }
    await sendPage(page, send, stream);
  }
}

async function sendPage(
  page: LedgerEvent[],
  send: (event: LedgerEvent) => void,
  stream: EventStream,
): Promise<void> {
  for (const event of page) {
    send(event);
    await stream.drained();
  }
}
