/** A node server whose every wait has a bound, and that closes within a given time. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import { answerClientError } from "./problems.ts";

export interface ServerLimits {
  connections: number;
}

export function createBoundedServer(listener: RequestListener, limits: ServerLimits): Server {
  const server = createServer(
    {
      maxHeaderSize: 8192,
      headersTimeout: 5000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 2000,
      keepAliveTimeout: 5000,
    },
    listener,
  );
  // Nothing read or written for this long; streams have a heartbeat.
  server.timeout = 60_000;
  server.maxConnections = limits.connections;
  server.on("clientError", (error, socket) => answerClientError(error, socket as Socket));
  return server;
}

/** Lets requests that run end; after `grace` milliseconds they are cut off. */
export async function closeServer(server: Server, grace = 1000): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), grace);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(cut);
}
