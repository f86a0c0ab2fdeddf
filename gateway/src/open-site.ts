/** Opens what is behind the API: ledger, links, messages. */
import type { Logger } from "pino";
import type { GatewayConfiguration } from "./configuration.ts";
import type { Site } from "./site.ts";

export interface OpenSiteOptions {
  configuration: GatewayConfiguration;
  /** The data folder, absolute. */
  folder: string;
  log: Logger;
}

export interface OpenedSite {
  site: Site;
  close(): Promise<void>;
}

export async function openSite(_options: OpenSiteOptions): Promise<OpenedSite> {
  throw new Error("there is no site yet");
}
