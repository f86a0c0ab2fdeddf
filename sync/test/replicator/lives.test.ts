import { describe, expect, it } from "vitest";
import { verifyChain } from "../../src/central/index.ts";
import { link } from "../support/linked.ts";
import { problemOf } from "../support/replicate.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

/** Events by life, as central has them. */
function lives(user: string): Promise<Record<string, unknown>[]> {
  return test.rows(
    `SELECT epoch, MIN(seq) AS first, MAX(seq) AS last, COUNT(*) AS n FROM event WHERE gateway_id = ${ID}
     GROUP BY epoch ORDER BY epoch`,
    user,
  );
}

describe("central was restored from a backup", () => {
  it("gets again what it lost, 100 events and the rows after them", async () => {
    const { gateway, login, cycle } = await link(test);
    const { user } = login.credentials;
    gateway.events.appendMany(400);
    gateway.setLocker(1);
    await cycle.run();
    gateway.events.appendMany(100);
    gateway.setLocker(1, { state: "held" });
    await cycle.run();
    await test.run(`DELETE FROM event WHERE gateway_id = ${ID} AND seq > 400`, user);
    await test.run(`UPDATE locker SET state = 'free', rev = 1 WHERE gateway_id = ${ID}`, user);
    await test.run(
      "UPDATE gateway SET last_seq = 400, last_rev = 1, last_hash = ? WHERE account = ?",
      gateway.events.hashAt(400),
      user,
    );
    gateway.events.appendMany(5);
    expect(await cycle.run()).toMatchObject({ sequence: 505, events: 105 });
    expect(await lives(user)).toEqual([{ epoch: 1, first: 1, last: 505, n: 505 }]);
    expect(await test.value(`SELECT state FROM locker WHERE gateway_id = ${ID}`, user)).toBe("held");
  });

  it("gets the rows again when it lost nothing but them", async () => {
    const { gateway, login, cycle } = await link(test);
    const { user } = login.credentials;
    gateway.setLocker(1);
    gateway.setLocker(2, { state: "held" });
    await cycle.run();
    await test.run(`DELETE FROM locker WHERE gateway_id = ${ID} AND locker = 2`, user);
    await test.run("UPDATE gateway SET last_rev = 1 WHERE account = ?", user);
    await cycle.run();
    expect(await test.value(`SELECT state FROM locker WHERE gateway_id = ${ID} AND locker = 2`, user)).toBe(
      "held",
    );
  });
});

describe("the gateway was restored from a backup", () => {
  it("goes on after the last common event, in a life of its own, with all rows", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.events.appendMany(100);
    gateway.setLocker(1);
    const backup = gateway.restored();
    gateway.events.appendMany(20);
    gateway.setLocker(1, { state: "held" });
    await cycle.run();
    backup.events.appendMany(50);
    const again = await link(test, { gateway: backup, login });
    expect(await again.cycle.run()).toMatchObject({ sequence: 151 });
    expect(await lives(login.credentials.user)).toEqual([
      { epoch: 1, first: 1, last: 120, n: 120 },
      { epoch: 2, first: 101, last: 151, n: 51 },
    ]);
    expect(
      await test.value(`SELECT state FROM locker WHERE gateway_id = ${ID}`, login.credentials.user),
    ).toBe("free");
    expect(await verifyChain(test.central.root, nameOf(login))).toMatchObject({ broken: undefined });
  });

  it("looks for the common event when central was behind that backup", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.events.appendMany(60);
    await cycle.run();
    gateway.events.appendMany(40);
    const backup = gateway.restored();
    const again = await link(test, { gateway: backup, login });
    expect(await again.cycle.run()).toMatchObject({ sequence: 101 });
    expect(await lives(login.credentials.user)).toEqual([
      { epoch: 1, first: 1, last: 60, n: 60 },
      { epoch: 2, first: 61, last: 101, n: 41 },
    ]);
  });

  it("is restored a second time, from an older backup", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.events.appendMany(100);
    const older = gateway.restored();
    gateway.events.appendMany(100);
    const newer = gateway.restored();
    await cycle.run();
    await (await link(test, { gateway: newer, login })).cycle.run();
    expect(await (await link(test, { gateway: older, login })).cycle.run()).toMatchObject({ sequence: 102 });
    expect((await lives(login.credentials.user)).at(-1)).toEqual({ epoch: 3, first: 101, last: 102, n: 2 });
  });

  it.each([3, 500])("notices a disk image that was put back, with %d events since", async (since) => {
    const { gateway, login, cycle } = await link(test);
    gateway.events.appendMany(1000);
    await cycle.run();
    const image = gateway.copy();
    gateway.events.appendMany(100);
    await cycle.run();
    for (let at = 0; at < since; at++) image.events.append({ reason: "after the image" });
    const again = await link(test, { gateway: image, login });
    // And the event that says so.
    expect(await again.cycle.run()).toMatchObject({ sequence: 1001 + since });
    expect(await lives(login.credentials.user)).toEqual([
      { epoch: 1, first: 1, last: 1100, n: 1100 },
      { epoch: 2, first: 1001, last: 1001 + since, n: 1 + since },
    ]);
    expect(image.events.counter).toBe(2);
  });

  it("sends rows again that a disk image has forgotten, though its events are the same", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.setLocker(1);
    await cycle.run();
    const image = gateway.copy();
    gateway.setLocker(1, { state: "held" });
    gateway.setLocker(2);
    await cycle.run();
    image.setLocker(1, { state: "out_of_service" });
    const again = await link(test, { gateway: image, login });
    await again.cycle.run();
    const { user } = login.credentials;
    const state = await test.value(`SELECT state FROM locker WHERE gateway_id = ${ID} AND locker = 1`, user);
    expect(state).toBe("out_of_service");
  });
});

describe("the same gateway runs twice", () => {
  it("lets one go on and stops the other with an alarm, whoever asks again", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.events.appendMany(50);
    await cycle.run();
    const twin = gateway.copy();
    const second = await link(test, { gateway: twin, login });
    for (let round = 0; round < 4; round++) {
      gateway.events.append({ reason: "the first" });
      twin.events.append({ reason: "the second" });
      await cycle.run().catch(() => {});
      await second.cycle.run().catch(() => {});
    }
    expect(await problemOf(cycle.run())).toMatchObject({ code: "login_used_twice", cure: "person" });
    expect(await second.cycle.run()).toMatchObject({ events: 0 });
    expect(await test.value("SELECT epoch FROM gateway WHERE account = ?", login.credentials.user)).toBe(2);
  });

  it("stops a new gateway that was given the login of another", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.events.appendMany(5);
    await cycle.run();
    const stranger = await link(test, { login });
    stranger.gateway.events.appendMany(3);
    expect(await problemOf(stranger.cycle.run())).toMatchObject({ code: "login_used_twice" });
    expect(await lives(login.credentials.user)).toEqual([{ epoch: 1, first: 1, last: 5, n: 5 }]);
  });

  it("begins at most three lives an hour", async () => {
    const { gateway, login, cycle } = await link(test);
    gateway.events.appendMany(10);
    await cycle.run();
    const { user } = login.credentials;
    for (let life = 0; life < 3; life++) {
      // As somebody would who has another ledger: a hash that is not ours.
      await test.run("UPDATE gateway SET last_hash = REPEAT('e', 64) WHERE account = ?", user);
      await cycle.run();
    }
    await test.run("UPDATE gateway SET last_hash = REPEAT('e', 64) WHERE account = ?", user);
    expect(await problemOf(cycle.run())).toMatchObject({ code: "login_used_twice" });
    expect(gateway.events.counter).toBe(4);
  });
});
