/** The cabinets that are reached through Wi-Fi bridges: the port that these call, and the lobby behind it. */
import type { Logger } from "pino";
import { type Clock, systemClock } from "../clock.ts";
import { type Random, systemRandom } from "../random.ts";
import { BridgeLobby } from "./bridge-lobby.ts";
import { openBridgePort } from "./bridge-port.ts";
import type { Transport } from "./transport.ts";

export { BridgeLobby };

export interface Bridges {
  /** Where it listens. */
  readonly port: number;
  transport(cabinet: string): Transport;
  close(): Promise<void>;
}

export interface BridgesOptions {
  /** "address:port", an IPv6 address in brackets. */
  readonly listen: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log: Logger;
}

export async function openBridges(options: BridgesOptions): Promise<Bridges> {
  const { listen, clock = systemClock, random = systemRandom, log } = options;
  const colon = listen.lastIndexOf(":");
  const host = listen.slice(0, colon).replace(/^\[|\]$/g, "");
  const lobby = new BridgeLobby({ clock, random, log });
  const { port, close } = await openBridgePort({ host, port: Number(listen.slice(colon + 1)), lobby, clock });
  log.info({ host, port }, "bridges may call");
  return {
    port,
    transport: (cabinet) => lobby.transport(cabinet),
    close: () => {
      lobby.close();
      return close();
    },
  };
}
