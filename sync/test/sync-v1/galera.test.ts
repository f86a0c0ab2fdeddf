import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addGateway,
  type Central,
  connectCentral,
  initCentral,
  verifyChain,
} from "../../src/central/index.ts";
import { FakeLedger, type Galera, GatewayLogin, startGalera } from "../../src/rig/index.ts";

let galera: Galera;
const admins: Central[] = [];
let logins: GatewayLogin[] = [];
beforeAll(async () => {
  galera = await startGalera(3);
  for (const { socketPath } of galera.nodes) admins.push(await connectCentral({ socketPath, user: "root" }));
  const [first] = admins as [Central];
  await initCentral(first);
  const credentials = await addGateway(first, "zurich");
  // Each node shall know the account before it logs in there.
  for (const admin of admins) {
    await admin.run("SET SESSION wsrep_sync_wait = 1");
    await admin.rows("SELECT 1 FROM holdfast.gateway");
  }
  logins = galera.nodes.map((node) => new GatewayLogin(node, credentials));
}, 180_000);
afterAll(async () => {
  for (const login of logins) await login.close();
  for (const admin of admins) await admin.close();
  await galera.close();
});

const ledger = new FakeLedger();

/** More than can be met while a node finds out that another one is gone. */
const MET_MOST = 10_000;

/** Whatever fails is sent again. `met`: what it failed of. */
async function push(login: GatewayLogin, most: number, met: number[]): Promise<void> {
  for (let after = 0; after < ledger.events.length; ) {
    const answer = await login.exchange(ledger.request(after, most)).catch((error: { errno: number }) => {
      if (met.push(error.errno) > MET_MOST) throw error;
      return undefined;
    });
    if (answer !== undefined) after = answer.last_seq ?? 0;
  }
}

/** As every node has it, when it has applied what the others did. */
async function counts(nodes: readonly number[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const at of nodes) {
    const admin = admins[at] as Central;
    await admin.run("USE holdfast");
    all.push(...(await admin.rows("SELECT COUNT(*) AS n, COUNT(DISTINCT seq) AS different FROM event")));
  }
  return all;
}

it("takes exchanges of one gateway at three nodes at once without losing or doubling any", async () => {
  ledger.appendMany(600);
  const met: number[] = [];
  await Promise.all(logins.map((login, at) => push(login, 20 + at * 3, met)));
  expect(met.filter((errno) => errno !== 1213)).toEqual([]);
  expect(await counts([0, 1, 2])).toEqual(new Array(3).fill({ n: 600, different: 600 }));
  expect(await verifyChain(admins[1] as Central, "zurich")).toMatchObject({ broken: undefined, proven: 600 });
});

it("goes on with two of three nodes, and not with one", async () => {
  await galera.nodes[2]?.kill();
  ledger.appendMany(100);
  // The others wait until they are sure that it is gone.
  await push(logins[0] as GatewayLogin, 50, []);
  expect(await counts([0, 1])).toEqual(new Array(2).fill({ n: 700, different: 700 }));

  await galera.nodes[1]?.kill();
  ledger.append();
  await expect
    .poll(() => logins[0]?.exchange(ledger.request(700)).catch((error: { errno: number }) => error.errno), {
      timeout: 30_000,
    })
    .toBe(1047);
});
