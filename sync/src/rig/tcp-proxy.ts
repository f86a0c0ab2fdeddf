/** A TCP proxy in front of a server: it counts, cuts answers off and refuses. TLS passes through it as it is. */
import { connect, createServer, type Socket } from "node:net";

export interface Traffic {
  /** Bytes to the server and from it, without those of TCP/IP. */
  up: number;
  down: number;
  /** How often the client spoke after the server had. */
  turns: number;
  connections: number;
}

export interface TcpProxyOptions {
  /**
   * Asked once an answer: true cuts the connection instead, so that nobody knows whether the server did it. `number`
   * counts those of one connection from 1; the first ones belong to logging in.
   */
  readonly cut?: (number: number) => boolean;
}

export interface TcpProxy {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Since the last `reset`. */
  readonly traffic: Readonly<Traffic>;
  /** Answers that were cut off, ever. */
  readonly cuts: number;
  reset(): void;
  /** As a firewall that resets: nobody stays connected, nobody gets through until it is false again. */
  refuse(yes: boolean): void;
  close(): Promise<void>;
}

export async function startTcpProxy(server: number, { cut }: TcpProxyOptions = {}): Promise<TcpProxy> {
  const traffic: Traffic = { up: 0, down: 0, turns: 0, connections: 0 };
  const open = new Set<Socket>();
  let cuts = 0;
  let refusing = false;

  const listener = createServer({ noDelay: true }, (client) => {
    if (refusing) {
      client.on("error", () => {}).resetAndDestroy();
      return;
    }
    traffic.connections++;
    const behind = connect({ port: server, host: "127.0.0.1", noDelay: true });
    let last: "client" | "server" | undefined;
    let answers = 0;
    const both = [client, behind];
    const end = () => {
      for (const socket of both) {
        socket.destroy();
        open.delete(socket);
      }
    };
    for (const socket of both) {
      open.add(socket);
      // A side that ends or breaks takes the other one with it.
      socket.on("error", end).on("close", end);
    }
    client.on("data", (bytes) => {
      if (last !== "client") traffic.turns++;
      last = "client";
      traffic.up += bytes.length;
      forward(client, behind, bytes);
    });
    behind.on("data", (bytes) => {
      const first = last !== "server";
      last = "server";
      if (first && cut?.(++answers) === true) {
        cuts++;
        end();
        return;
      }
      traffic.down += bytes.length;
      forward(behind, client, bytes);
    });
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = listener.address();
  const end = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    host: "127.0.0.1",
    port: typeof address === "object" && address !== null ? address.port : 0,
    traffic,
    get cuts() {
      return cuts;
    },
    reset: () => {
      Object.assign(traffic, { up: 0, down: 0, turns: 0, connections: 0 });
    },
    refuse: (yes) => {
      refusing = yes;
      if (yes) end();
    },
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        end();
      }),
  };
}

/** No more in memory than one side can take. */
function forward(from: Socket, to: Socket, bytes: Uint8Array): void {
  if (to.write(bytes)) return;
  from.pause();
  to.once("drain", () => from.resume());
}
