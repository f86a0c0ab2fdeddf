/** What a cycle costs on the line when there is nothing to copy: the real processes, counted by a proxy in front of central. */
import { setTimeout as pause } from "node:timers/promises";
import { addGateway } from "@holdfast/sync/central";
import { startTcpProxy, type TestCentral } from "@holdfast/sync/rig";
import { SyncedSite } from "./synced-site.ts";

const CYCLES = 20;
const LOOK_EVERY_MS = 5;
/** Between two cycles: longer than anything of the first one could still be under way. */
const REST_MS = 100;

export interface Idle {
  readonly roundTrips: number;
  /** Both directions, with TLS. */
  readonly bytes: number;
}

/** The worst of some cycles over the connection that is kept. */
export async function measureIdle({ mariadb, root }: TestCentral): Promise<Idle> {
  const proxy = await startTcpProxy(mariadb.port);
  const login = await addGateway(root, "idle");
  const site = new SyncedSite({ name: "idle", login, ports: [proxy.port], ca: mariadb.ca });
  const exchanges = async () => {
    const [row] = await root.rows<{ exchanges: number }>("SELECT exchanges FROM gateway WHERE name = 'idle'");
    return row?.exchanges ?? 0;
  };
  const cycle = async () => {
    const before = await exchanges();
    await site.operator.call("syncNow", {});
    while ((await exchanges()) === before) await pause(LOOK_EVERY_MS);
    await pause(REST_MS);
  };
  const worst = { roundTrips: 0, bytes: 0 };
  try {
    await site.startGateway();
    await site.startSync();
    // The first ones still have something to tell.
    for (let warm = 0; warm < 3; warm++) await cycle();
    for (let number = 0; number < CYCLES; number++) {
      proxy.reset();
      await cycle();
      const { turns, up, down, connections } = proxy.traffic;
      if (connections > 0) throw new Error("the connection was not kept");
      worst.roundTrips = Math.max(worst.roundTrips, turns);
      worst.bytes = Math.max(worst.bytes, up + down);
    }
    return worst;
  } finally {
    await site.close();
    await proxy.close();
  }
}
