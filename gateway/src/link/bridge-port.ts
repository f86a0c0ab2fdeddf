/** The TCP port that bridges call. Each connection is bounded in speed and in what waits to be sent. */
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Clock } from "../clock.ts";
import { StartupError } from "../startup-error.ts";
import { addressGroup } from "./address-group.ts";
import type { BridgeLobby } from "./bridge-lobby.ts";

/** More than a UART at 500000 baud carries. */
const BYTES_A_SECOND = 65_536;
const LOOK_MS = 250;
/** Of a far side that does not read: what a cabinet sends in a minute. */
const UNREAD_MAX = 16_384;
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
  let resume = () => {};
  let budget = BYTES_A_SECOND;
  let filledAt = clock.monotonic();
  const guest = lobby.accept({
    address: addressGroup(socket.remoteAddress ?? "nowhere"),
    write: (bytes) => {
      if (socket.destroyed) return;
      socket.write(bytes);
      if (socket.writableLength > UNREAD_MAX) socket.destroy(new Error("the bridge does not read"));
    },
    close: () => {
      resume();
      socket.destroy();
    },
  });
  const fill = () => {
    const now = clock.monotonic();
    budget = Math.min(BYTES_A_SECOND, budget + ((now - filledAt) * BYTES_A_SECOND) / 1000);
    filledAt = now;
  };
  socket.on("data", (bytes) => {
    fill();
    budget -= bytes.length;
    guest.onData(bytes);
    if (budget > 0 || socket.destroyed) return;
    socket.pause();
    resume = clock.after(Math.max(LOOK_MS, (-budget * 1000) / BYTES_A_SECOND), () => {
      fill();
      socket.resume();
    });
  });
  socket.on("error", (error) => {
    reason = error.message;
  });
  socket.on("close", () => {
    resume();
    guest.onClose(reason);
  });
}
