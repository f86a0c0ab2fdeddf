/**
 * Serves a site on two Unix sockets. The public one answers what a customer may do, for web; the operator's answers
 * everything. Who may connect is the file system's decision: group for the public one, owner alone for the other.
 */
import type { Logger } from "pino";
import { EventStreams, STREAM_LIMITS, type StreamLimits } from "../http/event-streams.ts";
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
  streamLimits?: StreamLimits;
}

const PUBLIC_MODE = 0o660;
const OPERATOR_MODE = 0o600;
const CONNECTIONS = 128;

export async function serveSite(options: ServeOptions): Promise<{ close(): Promise<void> }> {
  const { site, log, publicSocket, operatorSocket, streamLimits = STREAM_LIMITS } = options;
  const open: (() => Promise<void>)[] = [];
  const close = async () => {
    await Promise.all(open.map((closeOne) => closeOne()));
  };
  const listen = async (audiences: readonly ("customer" | "operator")[], path: string, mode: number) => {
    const streams = new EventStreams(streamLimits);
    const answers = {
      ...customerAnswers(site, streams),
      ...(audiences.includes("operator") && operatorAnswers(site, streams)),
    };
    const server = createBoundedServer(createApp(answers, audiences, log).callback(), {
      connections: CONNECTIONS,
    });
    open.push(async () => {
      streams.close();
      if (server.listening) await closeServer(server);
    });
    await listenOnSocket(server, path, mode);
  };
  try {
    await listen(["customer"], publicSocket, PUBLIC_MODE);
    await listen(["customer", "operator"], operatorSocket, OPERATOR_MODE);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
