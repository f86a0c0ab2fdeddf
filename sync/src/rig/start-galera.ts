/** A Galera cluster of private MariaDBs on loopback. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort, type Mariadb, startMariadb } from "./start-mariadb.ts";
import { makeTestCa } from "./test-ca.ts";

export interface Galera {
  readonly nodes: readonly Mariadb[];
  close(): Promise<void>;
}

const PROVIDER = "/usr/lib/galera/libgalera_smm.so";
/** With TLS at the server rsync would want stunnel, which nobody needs on loopback. */
const OPTION_FILE = "[sst]\nssl-mode=DISABLED\n";
/** How long a silent node is trusted; the default of 5 s only makes tests slower. */
const TIMEOUTS =
  "evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT4S;gcache.size=16M";

/** An rsync that root starts as a daemon becomes nobody, who may not write the files of root. */
const AS_ROOT = userInfo().uid === 0 ? { user: "nobody" } : {};

/** The first node begins the cluster, the others copy it. Needs galera-4 and rsync. */
export async function startGalera(count = 3): Promise<Galera> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-galera-"));
  // Others may pass: see AS_ROOT.
  chmodSync(folder, 0o755);
  const ca = makeTestCa(join(folder, "tls"));
  const ports = await Promise.all(
    Array.from({ length: count }, async () => ({
      group: await freePort(),
      incremental: await freePort(),
      snapshot: await freePort(),
    })),
  );
  const address = ports.map(({ group }) => `127.0.0.1:${group}`).join(",");
  const nodes: Mariadb[] = [];
  const close = async () => {
    for (const node of nodes) await node.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const [at, { group, incremental, snapshot }] of ports.entries()) {
      const provider = `gmcast.listen_addr=tcp://127.0.0.1:${group};ist.recv_addr=127.0.0.1:${incremental};${TIMEOUTS}`;
      const node = await startMariadb({
        ...AS_ROOT,
        folder: join(folder, `node-${at + 1}`),
        ca,
        optionFile: OPTION_FILE,
        args: [
          "--binlog-format=ROW",
          "--innodb-autoinc-lock-mode=2",
          "--wsrep-on=ON",
          `--wsrep-provider=${PROVIDER}`,
          `--wsrep-provider-options=${provider}`,
          `--wsrep-cluster-address=gcomm://${address}`,
          "--wsrep-cluster-name=holdfast",
          "--wsrep-node-address=127.0.0.1",
          `--wsrep-node-name=node-${at + 1}`,
          "--wsrep-sst-method=rsync",
          `--wsrep-sst-receive-address=127.0.0.1:${snapshot}`,
        ],
        firstArgs: at === 0 ? ["--wsrep-new-cluster"] : [],
      });
      nodes.push(node);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { nodes, close };
}
