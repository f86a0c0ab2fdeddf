import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GatewayClient } from "@holdfast/gateway/client";
import { systemClock } from "@holdfast/gateway/clock";
import { expect, it, onTestFinished } from "vitest";
import { VirtualClock } from "../../../gateway/test/support/virtual-clock.ts";
import { queueCommand } from "../../src/central/index.ts";
import { type Access, phaseOf, startReplicator } from "../../src/replicator/index.ts";
import { FakeGateway, type GatewayLogin, serveFakeGateway } from "../../src/rig/index.ts";
import { accessOf, eventually, silent, temporaryFolder } from "../support/replicate.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

const QUICK = { first: 10, longest: 50 };

interface RunOptions {
  readonly clock?: VirtualClock;
  readonly access?: Partial<Access>;
  /** Before the gateway is served. */
  readonly early?: boolean;
}

async function run({ clock, access, early = false }: RunOptions = {}) {
  const login: GatewayLogin = await test.login();
  const { mariadb } = test.central;
  const gateway = new FakeGateway();
  const socketPath = join(temporaryFolder(), "sync.sock");
  const serve = async () => {
    const served = await serveFakeGateway(gateway, socketPath);
    onTestFinished(() => served.close());
    return served;
  };
  const start = () => {
    const client = new GatewayClient({ socketPath, backoff: QUICK });
    const replicator = startReplicator({
      client,
      hosts: [{ host: "127.0.0.1", port: mariadb.port }],
      access: accessOf(login, mariadb, access),
      schedule: "* * * * *",
      batch: 1000,
      log: silent,
      clock: clock ?? systemClock,
      random: () => 0,
    });
    onTestFinished(() => {
      replicator.close();
      client.close();
    });
    return replicator;
  };
  if (early) {
    const replicator = start();
    return { gateway, login, replicator, serve };
  }
  const served = await serve();
  const replicator = start();
  await eventually(() => served.listeners).toBe(1);
  return { gateway, login, replicator, serve, served };
}

it("syncs when it starts, and says so", async () => {
  const { gateway, replicator } = await run();
  await eventually(() => gateway.lastReport?.state).toBe("ok");
  expect(gateway.lastReport).toEqual({
    state: "ok",
    host: `127.0.0.1:${test.central.mariadb.port}`,
    putAside: 0,
  });
  expect(replicator.state).toBe("ok");
});

it.each(["asked", "open", "command"] as const)(
  "does not wait for its time when the gateway says: %s",
  async (why) => {
    const { gateway, served } = await run();
    await eventually(() => gateway.lastReport?.state).toBe("ok");
    gateway.events.appendMany(3);
    served?.ring(why);
    await eventually(() => gateway.position).toBe(3);
  },
);

it("comes once a minute, and a clock that is set a day off changes nothing", async () => {
  const clock = new VirtualClock();
  const { gateway, login } = await run({ clock });
  await eventually(() => gateway.lastReport?.state).toBe("ok");
  for (const jump of [0, 86_400_000, -2 * 86_400_000]) {
    clock.wallOffset += jump;
    gateway.events.append();
    const wanted = gateway.events.events.length;
    await eventually(async () => {
      await clock.advance(60_000);
      return gateway.position;
    }).toBe(wanted);
  }
  expect(phaseOf(login.credentials.user)).toBeLessThan(60);
});

it("waits for a gateway that is not there yet", async () => {
  // No time passes, so that it is the gateway's return that counts.
  const { gateway, serve, replicator } = await run({ early: true, clock: new VirtualClock() });
  gateway.events.append();
  await eventually(() => replicator.state).toBe("retrying: gateway_away");
  await serve();
  await eventually(() => gateway.lastReport?.state).toBe("ok");
  expect(gateway.position).toBe(1);
});

it("tells of a refused login with a hint and without the password, and when it comes again", async () => {
  const clock = new VirtualClock();
  const { gateway, replicator, login } = await run({ clock, access: { user: "holdfast-nobody" } });
  await eventually(() => gateway.lastReport?.state).toBe("stopped");
  const { error, nextIn } = gateway.lastReport ?? {};
  expect(error).toMatchObject({ code: "login_refused", hint: expect.stringContaining("rotate") });
  expect(nextIn).toBeGreaterThanOrEqual(595);
  expect(JSON.stringify(gateway.reports)).not.toContain(login.credentials.password);
  expect(replicator.state).toBe("stopped: login_refused");
  // Its silence would look as if it had died.
  const { length } = gateway.reports;
  await clock.advance(120_000);
  await eventually(() => gateway.reports.length).toBeGreaterThanOrEqual(length + 2);
  expect(gateway.lastReport?.nextIn).toBeLessThan(nextIn ?? 0);
});

it("tries at once, whoever is resting, when a person has mended it and asks", async () => {
  const passwordFile = join(temporaryFolder(), "password");
  writeFileSync(passwordFile, "wrong");
  const { gateway, served, login } = await run({ clock: new VirtualClock(), access: { passwordFile } });
  await eventually(() => gateway.lastReport?.state).toBe("stopped");
  writeFileSync(passwordFile, login.credentials.password);
  served?.ring("asked");
  await eventually(() => gateway.lastReport?.state).toBe("ok");
});

it("goes on in another life when the gateway was restored meanwhile", async () => {
  const { gateway, served } = await run();
  gateway.events.appendMany(50);
  served?.ring("asked");
  await eventually(() => gateway.position).toBe(50);
  const backup = gateway.restored();
  gateway.events.appendMany(10);
  served?.ring("asked");
  await eventually(() => gateway.position).toBe(60);
  served?.use(backup);
  served?.ring("asked");
  await eventually(() => backup.lastReport?.state).toBe("ok");
  expect(backup.position).toBe(51);
});

it("carries out a command within one minute of its being queued, and tells central at once", async () => {
  const { gateway, served, login } = await run();
  gateway.setLocker(1);
  served?.ring("asked");
  await eventually(() =>
    test.value(`SELECT COUNT(*) FROM locker WHERE gateway_id = ${ID}`, login.credentials.user),
  ).toBe(1);
  const order = { gateway: nameOf(login), cabinet: "main", locker: 1, reason: "a reason", minutes: 5 };
  const { id } = await queueCommand(test.central.root, { kind: "release", ...order });
  const { carryOut } = gateway;
  gateway.carryOut = (command) => {
    served?.ring("command");
    return carryOut(command);
  };
  served?.ring("asked");
  await eventually(() => test.value("SELECT state FROM command WHERE id = ?", id)).toBe("done");
});
