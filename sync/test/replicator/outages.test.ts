import { describe, expect, it, onTestFinished } from "vitest";
import { verifyChain } from "../../src/central/index.ts";
import { freePort, startTcpProxy, type TcpProxyOptions } from "../../src/rig/index.ts";
import { type Linked, link } from "../support/linked.ts";
import { eventually, problemOf, reached } from "../support/replicate.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

async function proxy(options: TcpProxyOptions = {}) {
  const started = await startTcpProxy(test.central.mariadb.port, options);
  onTestFinished(() => started.close());
  return started;
}

/** Cycle after cycle, as if no host ever rested. */
async function persist({ cycle, line, gateway }: Linked, wanted: number): Promise<string[]> {
  const met: string[] = [];
  for (let tries = 0; gateway.position < wanted && tries < 100; tries++) {
    line.wake();
    await cycle.run().catch((problem: { code: string }) => met.push(problem.code));
  }
  return met;
}

/** So many numbers from 0 to 1 that everybody gets the same. */
function repeatable(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** TLS, login and preparing the statement. */
const LOGIN = 4;

it("makes one round trip and no more bytes than promised when there is nothing to say", async () => {
  const between = await proxy();
  const { cycle, gateway } = await link(test, { ports: [between.port] });
  gateway.events.appendMany(10);
  await cycle.run();
  await cycle.run();
  for (let idle = 0; idle < 5; idle++) {
    between.reset();
    await cycle.run();
    expect(between.traffic).toMatchObject({ turns: 1, connections: 0 });
    expect(between.traffic.up + between.traffic.down).toBeLessThanOrEqual(700);
  }
});

it("loses and doubles nothing when a tenth of the answers is cut off", async () => {
  const random = repeatable();
  const between = await proxy({ cut: (number) => number > LOGIN && random() < 0.1 });
  const linked = await link(test, { ports: [between.port], batch: 100 });
  const { gateway, login } = linked;
  gateway.events.appendMany(20_000);
  await persist(linked, 20_000);
  expect(between.cuts).toBeGreaterThan(10);
  const proof = await verifyChain(test.central.root, nameOf(login));
  expect(proof).toMatchObject({ broken: undefined, proven: 20_000 });
  const count = await test.value(
    `SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`,
    login.credentials.user,
  );
  expect(count).toBe(20_000);
});

it("resends at once when a connection broke that had worked", async () => {
  let cuts = 0;
  const between = await proxy({ cut: () => cuts-- > 0 });
  const { gateway, cycle } = await link(test, { ports: [between.port] });
  await cycle.run();
  gateway.events.appendMany(10);
  cuts = 1;
  expect(await cycle.run()).toMatchObject({ sequence: 10 });
  expect(between.cuts).toBe(1);
});

it("goes on after a line that was silent for longer than it waits", async () => {
  const linked = await link(test, { access: { queryMs: 500 } });
  const { cycle, gateway, login } = linked;
  await cycle.run();
  gateway.events.append();
  await test.run("START TRANSACTION");
  await test.run("SELECT id FROM gateway WHERE account = ? FOR UPDATE", login.credentials.user);
  expect(await problemOf(cycle.run())).toMatchObject({ code: "timeout", cure: "other_host" });
  await test.run("ROLLBACK");
  await persist(linked, 1);
  expect(gateway.position).toBe(1);
});

describe("hosts", () => {
  it("are tried in order until one answers, which is kept", async () => {
    const [first, second] = [await proxy(), await proxy()];
    const { cycle, line } = await link(test, { ports: [await freePort(), first.port, second.port] });
    await cycle.run();
    expect(line.host).toBe(`127.0.0.1:${first.port}`);
    first.refuse(true);
    await cycle.run();
    expect(line.host).toBe(`127.0.0.1:${second.port}`);
    first.refuse(false);
    await cycle.run();
    expect(line.host).toBe(`127.0.0.1:${second.port}`);
    expect([first.traffic.connections, second.traffic.connections]).toEqual([1, 1]);
  });

  it("that fail are told once, though another one stands in for them", async () => {
    const second = await proxy();
    const gone = await freePort();
    const { cycle, line, told } = await link(test, { ports: [gone, second.port] });
    for (let again = 0; again < 3; again++) {
      line.wake();
      await cycle.run();
      second.refuse(true);
      second.refuse(false);
    }
    expect(told.filter((host) => host.includes(`${gone}`))).toEqual([`127.0.0.1:${gone} unreachable`]);
  });

  it("rest one by one, and the first is back when the others are gone", async () => {
    const [first, second] = [await proxy(), await proxy()];
    const { cycle, line } = await link(test, { ports: [first.port, second.port] });
    first.refuse(true);
    await cycle.run();
    second.refuse(true);
    const problem = await problemOf(cycle.run());
    expect(problem).toMatchObject({ cure: "other_host" });
    expect(problem.retryAfter).toBeGreaterThan(0);
    first.refuse(false);
    line.wake();
    await cycle.run();
    expect(line.host).toBe(`127.0.0.1:${first.port}`);
  });
});

it("tells that the server is read-only, and goes on when it is not any more", async () => {
  const { cycle, gateway, line } = await link(test);
  gateway.events.append();
  await test.run("SET GLOBAL read_only = 1");
  const problem = await problemOf(cycle.run()).finally(() => test.run("SET GLOBAL read_only = 0"));
  expect(problem).toMatchObject({ code: "read_only", cure: "other_host" });
  line.wake();
  expect(await cycle.run()).toMatchObject({ sequence: 1 });
});

it("sends the same call again when it waited too long for a lock", async () => {
  const { cycle, gateway, login } = await link(test);
  gateway.events.append();
  await test.run("SET GLOBAL innodb_lock_wait_timeout = 1");
  await test.run("START TRANSACTION");
  await test.run("SELECT id FROM gateway WHERE account = ? FOR UPDATE", login.credentials.user);
  const running = cycle.run();
  await eventually(givenUp).toBeGreaterThan(0);
  await test.run("ROLLBACK");
  expect(await running).toMatchObject({ sequence: 1 });
  await test.run("SET GLOBAL innodb_lock_wait_timeout = 50");
});

/** Waits for a lock that the server has given up. */
async function givenUp(): Promise<number> {
  const rows = await test.rows<{ COUNT: number }>(
    "SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_timeouts'",
  );
  return rows[0]?.COUNT ?? 0;
}

it("goes on where it was after the server was killed in the middle of it", async () => {
  const linked = await link(test, { batch: 100 });
  const { gateway, login, cycle } = linked;
  gateway.events.appendMany(5000);
  const there = reached(gateway, 500);
  const running = cycle.run().catch((problem: { code: string }) => problem.code);
  await there;
  await test.central.mariadb.kill();
  expect(["connection_lost", "unreachable"]).toContain(await running);
  expect(gateway.position).toBeLessThan(5000);
  await test.central.mariadb.start();
  await test.central.reconnect();
  await persist(linked, 5000);
  const proof = await verifyChain(test.central.root, nameOf(login));
  expect(proof).toMatchObject({ broken: undefined, proven: 5000 });
});
