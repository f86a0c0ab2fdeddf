/**
 * What an event costs on its whole way when the ledger and the central table are small and when they are large: the
 * gateway's process gives it out, the replicator's cycle takes it over, the procedure stores it.
 */
import { GatewayClient } from "@holdfast/gateway/client";
import { systemClock } from "@holdfast/gateway/clock";
import type { Logger } from "@holdfast/gateway/log";
import { addGateway } from "@holdfast/sync/central";
import {
  CentralLine,
  Cycle,
  connectDatabase,
  gatewayOver,
  Hosts,
  LifeLimit,
} from "@holdfast/sync/replicator";
import type { TestCentral } from "@holdfast/sync/rig";
import { median } from "../median.ts";
import { fillLedger } from "./fill-ledger.ts";
import { SyncedSite } from "./synced-site.ts";

export const SIZES = [10_000, 100_000, 1_000_000] as const;
const SAMPLES = 9;
const SAMPLE_EVENTS = 3000;

/** Microseconds an event, by the size of both tables. */
export async function* measureGrowth(
  { mariadb, root }: TestCentral,
  log: Logger,
): AsyncIterable<{ size: number; microseconds: number }> {
  const login = await addGateway(root, "growth");
  const site = new SyncedSite({ name: "growth", login, ports: [mariadb.port], ca: mariadb.ca });
  const client = new GatewayClient({ socketPath: site.syncSocket });
  const hosts = new Hosts([{ host: "127.0.0.1", port: mariadb.port }], systemClock, Math.random);
  const connect = (host: { host: string; port: number }) => connectDatabase(host, site.access);
  const central = new CentralLine({ hosts, connect, random: Math.random });
  const lives = new LifeLimit(systemClock);
  const cycle = new Cycle({ gateway: gatewayOver(client), central, log, lives, batch: 1000 });
  try {
    for (const size of SIZES) {
      await site.stop();
      fillLedger(site.folder, size);
      await site.startGateway();
      await cycle.run();
      const samples: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample++) {
        await site.append(SAMPLE_EVENTS);
        const from = performance.now();
        const { events } = await cycle.run();
        samples.push(((performance.now() - from) * 1000) / events);
      }
      yield { size, microseconds: median(samples) };
    }
  } finally {
    central.close();
    client.close();
    await site.close();
  }
}
