/** Keeps what a transport's connection tells, for tests with real sockets and ports. */
import { vi } from "vitest";
import type { Connection, Transport } from "../../src/link/transport.ts";

export interface WatchedConnection extends Connection {
  opened: number;
  readonly closed: string[];
  bytes: Buffer;
  until(condition: () => boolean): Promise<void>;
}

export function watch(transport: Transport): WatchedConnection {
  const watched: WatchedConnection = {
    opened: 0,
    closed: [],
    bytes: Buffer.alloc(0),
    until: (condition) => vi.waitUntil(condition, { timeout: 20_000, interval: 5 }).then(() => {}),
    write: (bytes) => connection.write(bytes),
    close: () => connection.close(),
  };
  const handlers = {
    onOpen: () => {
      watched.opened++;
    },
    onData: (bytes: Uint8Array) => {
      watched.bytes = Buffer.concat([watched.bytes, bytes]);
    },
    onClose: (reason: string) => void watched.closed.push(reason),
  };
  const connection = transport.connect(handlers, () => []);
  return watched;
}
