import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addGateway,
  type Central,
  connectCentral,
  initCentral,
  verifyChain,
} from "../../src/central/index.ts";
import { FakeGateway, type Galera, GatewayLogin, type Mariadb, startGalera } from "../../src/rig/index.ts";
import { accessOf, cycleOf, lineTo, problemOf, reached } from "../support/replicate.ts";

let galera: Galera;
let login: GatewayLogin;
const admins: Central[] = [];
beforeAll(async () => {
  galera = await startGalera(3);
  for (const { socketPath } of galera.nodes) admins.push(await connectCentral({ socketPath, user: "root" }));
  const [first] = admins as [Central];
  await initCentral(first);
  login = new GatewayLogin(galera.nodes[0] as Mariadb, await addGateway(first, "zurich"));
}, 180_000);
afterAll(async () => {
  for (const admin of admins) await admin.close();
  await galera?.close();
});

const gateway = new FakeGateway();

function linked(nodes = galera.nodes) {
  const [first] = galera.nodes as [Mariadb];
  const hosts = nodes.map(({ port }) => ({ host: "127.0.0.1", port }));
  const line = lineTo(hosts, accessOf(login, first));
  return { line, cycle: cycleOf(gateway, line, 100), hosts };
}

/** Until everything is there, as if no host ever rested. */
async function persist({ cycle, line }: ReturnType<typeof linked>): Promise<string[]> {
  const met: string[] = [];
  await expect
    .poll(
      async () => {
        line.wake();
        await cycle.run().catch((problem: { code: string }) => met.push(problem.code));
        return gateway.position;
      },
      { timeout: 40_000 },
    )
    .toBe(gateway.events.events.length);
  return met;
}

it("sends again what the cluster gave up because it came at two nodes at once", async () => {
  gateway.events.appendMany(2000);
  const [first, second, third] = galera.nodes as [Mariadb, Mariadb, Mariadb];
  // Of the same ledger, so that both are right.
  const both = [linked([first, third]), linked([second, third])];
  await Promise.all(both.map(({ cycle }) => cycle.run()));
  expect(gateway.position).toBe(2000);
  expect(await givenUp()).toBeGreaterThan(0);
});

/** Transactions that lost against one from another node: 1213 for whoever had sent them. */
async function givenUp(): Promise<number> {
  let sum = 0;
  for (const admin of admins) {
    const rows = await admin.rows<{ Value: string }>(
      "SHOW STATUS WHERE Variable_name IN ('wsrep_local_bf_aborts', 'wsrep_local_cert_failures')",
    );
    for (const { Value } of rows) sum += Number(Value);
  }
  return sum;
}

it("goes to the next node when one is killed in the middle of a batch", async () => {
  const link = linked();
  gateway.events.appendMany(1000);
  const there = reached(gateway, 2300);
  const running = link.cycle.run().catch(() => undefined);
  await there;
  await galera.nodes[0]?.kill();
  await running;
  await persist(link);
  expect(link.line.host).toBe(`127.0.0.1:${link.hosts[1]?.port}`);
});

it("is told that a node without the others takes nothing, and goes on when they are back", async () => {
  const link = linked();
  await galera.nodes[1]?.kill();
  gateway.events.append();
  // Until the last one is sure that the others are gone it holds the exchange up.
  let code = "";
  await expect
    .poll(
      async () => {
        link.line.wake();
        code = (await problemOf(link.cycle.run())).code;
        return link.line.host === undefined && code;
      },
      { timeout: 30_000 },
    )
    .toBe("node_not_ready");
  await admins[2]?.run("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
  await persist(link);
  const last = admins[2] as Central;
  await last.run("USE holdfast");
  expect(await verifyChain(last, "zurich")).toMatchObject({ broken: undefined, proven: 3001 });
});
