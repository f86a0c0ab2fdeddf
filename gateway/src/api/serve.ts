/**
 * Serves a site on Unix sockets. The public one answers what a customer may do, for web; the operator's answers that and
 * what an operator may do; sync's, which only a site with [sync] has, what the sync process may do. Who may connect is
 * the file system's decision: owner alone for the operator's, group for the others.
 */
import type { Logger } from "pino";
import type { Route } from "../contract/index.ts";
import { EventStreams, STREAM_LIMITS, type StreamLimits } from "../http/event-streams.ts";
import type { Answers } from "../http/mount-routes.ts";
import { closeServer, createBoundedServer } from "../http/server.ts";
import type { Site } from "../site.ts";
import { customerAnswers, operatorAnswers } from "./answers.ts";
import { createApp } from "./app.ts";
import { listenOnSocket } from "./unix-socket.ts";

export interface ServeOptions {
  site: Site;
  log: Logger;
  publicSocket: string;
  operatorSocket: string;
  syncSocket: string;
  streamLimits?: StreamLimits;
}

const PUBLIC_MODE = 0o660;
const OPERATOR_MODE = 0o600;
const SYNC_MODE = 0o660;
const CONNECTIONS = 128;

export async function serveSite(options: ServeOptions): Promise<{ close(): Promise<void> }> {
  const { site, log, streamLimits = STREAM_LIMITS } = options;
  const open: (() => Promise<void>)[] = [];
  const close = async () => {
    await Promise.all(open.map((closeOne) => closeOne()));
  };
  const listen = async (
    audiences: readonly Route["audience"][],
    answersOf: (streams: EventStreams) => Answers,
    path: string,
    mode: number,
  ) => {
    const streams = new EventStreams(streamLimits);
    const server = createBoundedServer(createApp(answersOf(streams), audiences, log).callback(), {
      connections: CONNECTIONS,
    });
    open.push(async () => {
      streams.close();
      if (server.listening) await closeServer(server);
    });
    await listenOnSocket(server, path, mode);
  };
  try {
    const customer = (streams: EventStreams) => customerAnswers(site, streams);
    const operator = (streams: EventStreams) => ({ ...customer(streams), ...operatorAnswers(site, streams) });
    await listen(["customer"], customer, options.publicSocket, PUBLIC_MODE);
    await listen(["customer", "operator"], operator, options.operatorSocket, OPERATOR_MODE);
    const { sync } = site;
    if (sync) {
      const { syncAnswers } = await import("./sync-answers.ts");
      await listen(["sync"], (streams) => syncAnswers(sync, streams), options.syncSocket, SYNC_MODE);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
