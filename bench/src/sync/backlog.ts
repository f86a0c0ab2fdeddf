/** A month without central, and then all of it at once: the real processes, and the memory that they take for it. */
import { setTimeout as pause } from "node:timers/promises";
import { addGateway } from "@holdfast/sync/central";
import type { TestCentral } from "@holdfast/sync/rig";
import { proportionalMemory } from "../memory.ts";
import { fillLedger } from "./fill-ledger.ts";
import { SyncedSite } from "./synced-site.ts";

const EVENTS = 100_000;
const LOOK_EVERY_MS = 50;
const SETTLE_MS = 3000;

export interface Backlog {
  readonly seconds: number;
  /** Proportional set size of each process, bytes: the most while it drained, and the gateway's before. */
  readonly sync: number;
  readonly gateway: number;
  readonly gatewayBefore: number;
}

export async function measureBacklog({ mariadb, root }: TestCentral): Promise<Backlog> {
  const login = await addGateway(root, "backlog");
  const site = new SyncedSite({ name: "backlog", login, ports: [mariadb.port], ca: mariadb.ca });
  const kept = async () => {
    const [row] = await root.rows<{ last_seq: number }>(
      "SELECT last_seq FROM gateway WHERE name = 'backlog'",
    );
    return row?.last_seq ?? 0;
  };
  try {
    fillLedger(site.folder, EVENTS);
    await site.startGateway(false);
    await pause(SETTLE_MS);
    const gatewayBefore = proportionalMemory(site.gatewayPid);
    let [sync, gateway] = [0, gatewayBefore];
    const from = performance.now();
    await site.startSync();
    while ((await kept()) < EVENTS) {
      sync = Math.max(sync, proportionalMemory(site.syncPid));
      gateway = Math.max(gateway, proportionalMemory(site.gatewayPid));
      await pause(LOOK_EVERY_MS);
    }
    return { seconds: (performance.now() - from) / 1000, sync, gateway, gatewayBefore };
  } finally {
    await site.close();
  }
}
