/** Opens everything behind the API: the ledger first, then the cabinets. */
import type { Logger } from "pino";
import { openKept } from "./backup/open-kept.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { GatewayConfiguration } from "./configuration/schema.ts";
import { keyFiles } from "./keys/key-files.ts";
import type { KeyStore } from "./keys/key-store.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Bridges } from "./link/bridges.ts";
import { serialTransport } from "./link/serial-transport.ts";
import { tcpTransport } from "./link/tcp-transport.ts";
import type { Transport } from "./link/transport.ts";
import { logProvider } from "./messages/log-provider.ts";
import type { Provider } from "./messages/provider.ts";
import { type Random, systemRandom } from "./random.ts";
import { RunningSite } from "./site/running-site.ts";
import type { Site } from "./site.ts";
import type { SyncSite } from "./sync/sync-site.ts";

export interface OpenSiteOptions {
  readonly configuration: GatewayConfiguration;
  /** The data folder, absolute. */
  readonly folder: string;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Instead of the serial port or TCP address of a cabinet. */
  readonly transport?: (settings: GatewayConfiguration["cabinet"][number]) => Transport;
  /** Instead of the provider of the configuration. */
  readonly provider?: Provider;
  /** Instead of the files in the data folder. */
  readonly keys?: KeyStore;
  /** Instead of the one in the data folder; closed with the site. */
  readonly ledger?: Ledger;
  /** The text of the configuration file, for a copy of it under the recovery key. */
  readonly file?: string;
  /** The ledger failed while it was in use: the process should end, and the next start mends it. */
  readonly onDamage?: (error: Error) => void;
}

export interface OpenSite {
  readonly site: Site;
  close(): Promise<void>;
}

/** Throws StartupError. Cabinets that cannot be reached yet are no error: they are tried for ever. */
export async function openSite(options: OpenSiteOptions): Promise<OpenSite> {
  const { configuration, folder, log, clock = systemClock, random = systemRandom } = options;
  const provider = options.provider ?? (await openProvider(configuration, log));
  const { onDamage } = options;
  const { ledger, care } = options.ledger
    ? { ledger: options.ledger, care: undefined }
    : await openKept({ folder, clock, random, log, ...(onDamage && { onDamage }) });
  let bridges: Bridges | undefined;
  try {
    bridges = await openBridges(options, { clock, random });
    const transport = options.transport ?? ((cabinet) => transportOf(cabinet, clock, bridges));
    const keys = options.keys ?? keyFiles(folder);
    const openSync = await syncOpener(options, random);
    const site = new RunningSite({
      configuration,
      ledger,
      keys,
      provider,
      clock,
      random,
      log,
      care,
      transport,
      openSync,
    });
    site.start();
    care?.start();
    return {
      site,
      async close() {
        await site.close();
        await bridges?.close();
        await care?.close();
        ledger.close();
      },
    };
  } catch (error) {
    await bridges?.close();
    ledger.close();
    throw error;
  }
}

function transportOf(
  { id, port }: GatewayConfiguration["cabinet"][number],
  clock: Clock,
  bridges?: Bridges,
): Transport {
  if (port.bridge && bridges) return bridges.transport(id);
  return port.tcp === undefined ? serialTransport(port.serial ?? "") : tcpTransport(port.tcp, clock);
}

/** A site without Wi-Fi cabinets listens on no network, and loads nothing of it. */
async function openBridges(
  { configuration, log, transport }: OpenSiteOptions,
  { clock, random }: { clock: Clock; random: Random },
): Promise<Bridges | undefined> {
  if (transport || !configuration.cabinet.some(({ port }) => port.bridge)) return undefined;
  const { openBridges: open } = await import("./link/bridges.ts");
  return open({ listen: configuration.gateway.bridge_listen, clock, random, log });
}

/** A site that does not sync loads nothing of it. */
async function syncOpener({ configuration, folder, file }: OpenSiteOptions, random: Random) {
  const { sync: consent } = configuration;
  if (!consent) return undefined;
  const [{ openDesk }, { openRecoveryKey }] = await Promise.all([
    import("./sync/open-desk.ts"),
    import("./sync/recovery-key.ts"),
  ]);
  const recoveryKey = openRecoveryKey(folder, random);
  return (site: SyncSite) => openDesk(site, { recoveryKey, consent, file });
}

async function openProvider({ messages }: GatewayConfiguration, log: Logger): Promise<Provider> {
  if (messages.provider === "log" || messages.webhook === undefined) return logProvider(log);
  const { webhookProvider } = await import("./messages/webhook-provider.ts");
  return webhookProvider(messages.webhook);
}
