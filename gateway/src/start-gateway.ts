/** Starts the gateway: the site first, which takes the ledger's lock, then the sockets in front of it. */
import { readFileSync } from "node:fs";
import { serveSite } from "./api/serve.ts";
import { gatewayConfiguration, readConfiguration, sitePaths } from "./configuration/index.ts";
import { createLogger } from "./log.ts";
import { type OpenSiteOptions, openSite } from "./open-site.ts";
import type { Running } from "./process/index.ts";
import type { Site } from "./site.ts";

/** EX_TEMPFAIL of sysexits.h. */
const EXIT_TRY_AGAIN = 75;

/** What opens a site; tests give one that lives in memory. */
export type OpenSite = (options: OpenSiteOptions) => Promise<{ site: Site; close(): Promise<void> }>;

export async function startGateway(file: string, open: OpenSite = openSite): Promise<Running> {
  const configuration = readConfiguration(file, gatewayConfiguration());
  const { data, ...sockets } = sitePaths(file, configuration.gateway);
  const log = createLogger({ name: "gateway", level: configuration.gateway.log_level });
  const onDamage = (error: Error) => {
    log.fatal({ err: error }, "the ledger is damaged: ending, the next start mends it");
    process.exit(EXIT_TRY_AGAIN);
  };
  const { site, close } = await open({
    ...{ configuration, folder: data, log, onDamage },
    ...(configuration.sync && { file: readFileSync(file, "utf8") }),
  });
  try {
    const api = await serveSite({ site, log, ...sockets });
    return {
      log,
      health: () => `${site.health().events} events`,
      ready: {
        socket: sockets.publicSocket,
        operatorSocket: sockets.operatorSocket,
        ...(site.sync && { syncSocket: sockets.syncSocket }),
      },
      close: async () => {
        await api.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
