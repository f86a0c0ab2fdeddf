import { systemClock } from "@holdfast/gateway/clock";
import { describe, expect, it } from "vitest";
import type { SyncAnswer, SyncRequest } from "../../src/contract/index.ts";
import { type Central, Cycle, LifeLimit, SyncProblem } from "../../src/replicator/index.ts";
import type { FakeGateway } from "../../src/rig/index.ts";
import { link } from "../support/linked.ts";
import { problemOf, silent } from "../support/replicate.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

describe("central puts aside by itself, and the rest goes on,", () => {
  it.each([
    ["a body that is too long", { body: `{"a":"${"x".repeat(20_000)}"}` }],
    ["a body that is no JSON", { body: "{this is no JSON" }],
    ["a kind that is too long", { kind: "k".repeat(100) }],
    ["a time that is none", { at: Number.NaN }],
  ])("%s", async (_name, change) => {
    const { gateway, login, cycle } = await link(test, { batch: 100 });
    gateway.events.appendMany(250);
    Object.assign(gateway.events.events[120] ?? {}, change);
    const result = await cycle.run();
    expect(result).toMatchObject({ sequence: 250 });
    expect(result.putAside).toBeGreaterThan(0);
    const { user } = login.credentials;
    expect(await test.value(`SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`, user)).toBe(249);
    expect(await test.value(`SELECT seq FROM event_dead WHERE gateway_id = ${ID}`, user)).toBe(121);
  });

  it("a row that is too long", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.setLocker(1, { state: "s".repeat(50) });
    gateway.setLocker(2);
    expect((await cycle.run()).putAside).toBeGreaterThan(0);
    const { user } = login.credentials;
    expect(await test.value(`SELECT locker FROM locker WHERE gateway_id = ${ID}`, user)).toBe(2);
    gateway.setLocker(1);
    await cycle.run();
    expect(await test.value(`SELECT COUNT(*) FROM locker WHERE gateway_id = ${ID}`, user)).toBe(2);
  });
});

/** A real central behind a server that fails over some of what it is sent. */
function touchy(central: Central, poison: (request: SyncRequest) => boolean): Central & { calls: number } {
  return {
    calls: 0,
    host: undefined,
    async exchange(request): Promise<SyncAnswer> {
      this.calls++;
      if (poison(request)) throw new SyncProblem("not_taken", "(error 1406)");
      return central.exchange(request);
    },
  };
}

function cycleOver(gateway: FakeGateway, central: Central): Cycle {
  return new Cycle({ gateway, central, log: silent, lives: new LifeLimit(systemClock), batch: 1000 });
}

describe("when the server fails over it (1406, 1366, 1048),", () => {
  it("the one event is found by halves, goes as a stub, and the rest goes on", async () => {
    const { gateway, login, line } = await link(test);
    gateway.events.appendMany(1500);
    const poison = gateway.events.events[777]?.body;
    const central = touchy(line, ({ events = [] }) => events.some(({ body }) => body === poison));
    const result = await cycleOver(gateway, central).run();
    expect(result.sequence).toBe(1500);
    expect(gateway.position).toBe(1500);
    expect(central.calls).toBeLessThan(40);
    const { user } = login.credentials;
    expect(await test.value(`SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`, user)).toBe(1499);
    const [dead] = await test.rows(`SELECT seq, raw FROM event_dead WHERE gateway_id = ${ID}`, user);
    expect(dead).toMatchObject({ seq: 778, raw: expect.stringContaining("not taken:") });
  });

  it("the one row goes as a stub, and the rest goes on", async () => {
    const { gateway, login, line } = await link(test);
    gateway.events.append();
    for (let locker = 1; locker <= 32; locker++) gateway.setLocker(locker);
    const central = touchy(line, ({ rows }) => rows?.lockers?.some((row) => row.locker === 17) === true);
    await cycleOver(gateway, central).run();
    const { user } = login.credentials;
    expect(await test.value(`SELECT COUNT(*) FROM locker WHERE gateway_id = ${ID}`, user)).toBe(31);
    expect(await test.value(`SELECT what FROM event_dead WHERE gateway_id = ${ID}`, user)).toBe("locker");
    expect(await test.value(`SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`, user)).toBe(1);
  });

  it("what central takes in no form at all is a person's matter, after few tries", async () => {
    const { gateway, line } = await link(test);
    gateway.events.appendMany(1000);
    const central = touchy(line, () => true);
    expect(await problemOf(cycleOver(gateway, central).run())).toMatchObject({
      code: "not_taken",
      cure: "person",
    });
    expect(central.calls).toBeLessThan(20);
  });
});

it("sends less at once where the server takes no long packets", async () => {
  const { gateway, cycle, line } = await link(test);
  gateway.events.appendMany(2000);
  const before = await test.value("SELECT @@GLOBAL.max_allowed_packet");
  await test.run("SET GLOBAL max_allowed_packet = 65536");
  const problems: unknown[] = [];
  try {
    // A server that closes the connection over it leaves it open whether the line is bad.
    for (let tries = 0; gateway.position < 2000 && tries < 12; tries++) {
      line.wake();
      await cycle.run().catch((problem: { code: string }) => problems.push(problem.code));
    }
  } finally {
    await test.run("SET GLOBAL max_allowed_packet = ?", before);
  }
  expect(gateway.position).toBe(2000);
  expect(new Set(problems)).toEqual(new Set(["connection_lost"]));
});
