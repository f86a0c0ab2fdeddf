/** The TCP port that bridges call. Each connection is bounded in speed and in what waits to be sent. */
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Clock } from "../clock.ts";
import { StartupError } from "../startup-error.ts";
import { addressGroup } from "./address-group.ts";
import { readBounded, writeBounded } from "./bounded-socket.ts";
import type { BridgeLobby } from "./bridge-lobby.ts";

/** What the lobby and 32 cabinets need, twice: beyond that the operating system refuses. */
const CONNECTIONS_MAX = 192;

export interface BridgePort {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface BridgePortOptions {
  readonly host: string;
  readonly port: number;
  readonly lobby: BridgeLobby;
  readonly clock: Clock;
}

/** Throws StartupError when the address cannot be had. */
export function openBridgePort({ host, port, lobby, clock }: BridgePortOptions): Promise<BridgePort> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 5000 }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    receive(socket, lobby, clock);
  });
  server.maxConnections = CONNECTIONS_MAX;
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) =>
      reject(new StartupError("port_unusable", `Cannot listen on ${host}:${port}: ${error.message}`));
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      // A failed accept (no file descriptor left) is the caller's loss: it calls again.
      server.on("error", () => {});
      resolve({
        host,
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => closed());
          }),
      });
    });
  });
}

function receive(socket: Socket, lobby: BridgeLobby, clock: Clock): void {
  let reason = "closed by the bridge";
  const guest = lobby.accept({
    address: addressGroup(socket.remoteAddress ?? "nowhere"),
    write: (bytes) => writeBounded(socket, bytes),
    close: () => socket.destroy(),
  });
  readBounded(socket, clock, (bytes) => guest.onData(bytes));
  socket.on("error", (error) => {
    reason = error.message;
  });
  socket.on("close", () => guest.onClose(reason));
}
