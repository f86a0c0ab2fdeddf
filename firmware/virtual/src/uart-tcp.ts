import { createServer, type Socket } from "node:net";
import { listen } from "./listen.ts";
import type { RealTimeRunner } from "./pacing.ts";

/** Bytes that may wait for the line before the client has to wait too. */
const QUEUE_HIGH = 4096;
/** A client that does not read loses bytes, as on any serial port. */
const UNREAD_LIMIT = 65_536;

export interface UartServer {
  readonly port: number;
  /** Whether a client is connected. */
  readonly inUse: boolean;
  close(): Promise<void>;
}

/** The controller's UART on TCP, one client at a time: a new one takes the place of the old, whose far side may be gone. */
export async function serveUart(
  runner: RealTimeRunner,
  { port = 0, host = "127.0.0.1" }: { port?: number; host?: string } = {},
): Promise<UartServer> {
  const { uart } = runner.cabinet;
  let client: Socket | undefined;
  let received: number[] = [];

  uart.onByte = (byte) => {
    if (client !== undefined) received.push(byte);
  };
  uart.onDrain = () => client?.resume();
  const flush = (): void => {
    if (received.length === 0) return;
    const bytes = Uint8Array.from(received);
    received = [];
    if (client?.writable && client.writableLength < UNREAD_LIMIT) client.write(bytes);
  };
  const stopFlushing = runner.onRound(flush);

  const server = createServer({ noDelay: true }, (socket) => {
    client?.destroy();
    uart.clear();
    received = [];
    client = socket;
    socket.on("data", (bytes) => {
      if (socket !== client) return;
      runner.catchUp();
      flush();
      uart.send(bytes);
      if (uart.queued > QUEUE_HIGH) socket.pause();
    });
    // A reset connection is only the end of a connection: the far side may have been killed.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (socket === client) client = undefined;
    });
  });
  const actualPort = await listen(server, host, port);

  return {
    port: actualPort,
    get inUse() {
      return client !== undefined;
    },
    close: () =>
      new Promise((resolve) => {
        stopFlushing();
        uart.onByte = undefined;
        uart.onDrain = undefined;
        client?.destroy();
        server.close(() => resolve());
      }),
  };
}
