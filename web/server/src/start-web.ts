/** Starts web: one HTTP server in front of the gateway's public socket. */
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { RoutesClient } from "@holdfast/gateway/client";
import { readConfiguration, sitePaths } from "@holdfast/gateway/configuration";
import { CUSTOMER_ROUTES } from "@holdfast/gateway/contract";
import { closeServer, createBoundedServer, EventStreams, STREAM_LIMITS } from "@holdfast/gateway/http";
import { createLogger } from "@holdfast/gateway/log";
import type { Running } from "@holdfast/gateway/process";
import { createApp } from "./app.ts";
import { listenAddress, webConfiguration } from "./configuration.ts";
import { listen } from "./listen.ts";
import { LiveFanout } from "./live-fanout.ts";

/** Found by its package, since this code also runs from a bundle in another folder. */
const pageFolder = () => fileURLToPath(new URL("dist", import.meta.resolve("@holdfast/web-ui/package.json")));

/** A browser holds one connection for its stream and a few for a moment. */
const BROWSERS = 200;
const CONNECTIONS = 400;

export async function startWeb(file: string, page: string = pageFolder()): Promise<Running> {
  const configuration = readConfiguration(file, webConfiguration());
  const { web, gateway } = configuration;
  const log = createLogger({ name: "web", level: web.log_level });
  const client = new RoutesClient(CUSTOMER_ROUTES, { socketPath: sitePaths(file, gateway).publicSocket });
  const live = new LiveFanout(new EventStreams({ ...STREAM_LIMITS, streams: BROWSERS }));
  const app = createApp({ web, client, live, log, page });
  const server = createBoundedServer(app.callback(), { connections: CONNECTIONS });
  const { host, port } = listenAddress(web.listen);
  await listen(server, host, port);
  live.start(client);
  return {
    log,
    ready: { url: urlOf(server.address() as AddressInfo) },
    close: async () => {
      live.close();
      await closeServer(server);
      client.close();
    },
  };
}

/** An address that works on this machine. */
function urlOf({ address, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}
