/** The air between bridge and gateway: a TCP proxy that cuts connections, and lets them hang half-open. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

interface Pair {
  readonly bridge: Socket;
  readonly gateway: Socket;
}

export class Air {
  readonly #pairs = new Set<Pair>();
  readonly #server: Server;

  private constructor(gatewayPort: number) {
    this.#server = createServer({ noDelay: true }, (bridge) => {
      this.#join({ bridge, gateway: connect({ port: gatewayPort, host: "127.0.0.1", noDelay: true }) });
    });
  }

  static async open(gatewayPort: number): Promise<Air> {
    const air = new Air(gatewayPort);
    air.#server.listen(0, "127.0.0.1");
    await once(air.#server, "listening");
    return air;
  }

  /** What bridges dial instead of the gateway. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Both sides see their connection end. */
  cut(): void {
    for (const { bridge, gateway } of this.#pairs) {
      bridge.destroy();
      gateway.destroy();
    }
  }

  /** The bridge sees its connection end; the gateway's stays as it is, and silent. */
  forgetBridge(): void {
    for (const { bridge } of this.#pairs) bridge.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(pair: Pair): void {
    const { bridge, gateway } = pair;
    this.#pairs.add(pair);
    for (const [from, to] of [
      [bridge, gateway],
      [gateway, bridge],
    ] as const) {
      from.on("data", (bytes) => {
        if (!to.destroyed) to.write(bytes);
      });
      from.on("error", () => from.destroy());
      // An end is told to the other side only by `cut`, or when a program closes.
      from.on("end", () => to.end());
      from.on("close", () => {
        if (bridge.destroyed && gateway.destroyed) this.#pairs.delete(pair);
      });
    }
  }
}
