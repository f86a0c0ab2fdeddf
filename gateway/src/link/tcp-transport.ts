/** The byte stream over TCP: a bridge on Wi-Fi or the virtual cabinet. */
import { connect } from "node:net";
import type { Clock } from "../clock.ts";
import { readBounded, writeBounded } from "./bounded-socket.ts";
import type { Connection, ConnectionHandlers, Transport } from "./transport.ts";

const CONNECT_TIMEOUT_MS = 3000;

export function tcpTransport(address: string, clock: Clock): Transport {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon);
  const port = Number(address.slice(colon + 1));
  return { name: `tcp ${address}`, connect: (handlers) => openTcp(host, port, handlers, clock) };
}

function openTcp(host: string, port: number, handlers: ConnectionHandlers, clock: Clock): Connection {
  let open = false;
  let reason = "closed";
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 1000 });
  socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error("no answer")));
  socket.on("connect", () => {
    open = true;
    socket.setTimeout(0);
    handlers.onOpen();
  });
  readBounded(socket, clock, (bytes) => handlers.onData(bytes));
  socket.on("error", (error) => {
    reason = error.message;
  });
  socket.on("end", () => {
    reason = "closed by the far side";
  });
  socket.on("close", () => {
    open = false;
    handlers.onClose(reason);
  });
  return {
    write(bytes) {
      if (open) writeBounded(socket, bytes);
    },
    close: () => socket.destroy(),
  };
}
