import { expect, it } from "vitest";
import { EMPTY_HASH } from "../../src/contract/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("refuses the life before, and another ledger that says that it is this life", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  ledger.newLife(5);
  await ledger.push(login);
  const old = ledger.copy();
  old.counter = 4;
  expect(await login.exchange(old.request(3))).toMatchObject({ code: "stale_epoch", epoch: 5, last_seq: 3 });
  const other = ledger.copy();
  other.id = "another-ledger";
  other.append();
  expect(await login.exchange(other.request(3))).toMatchObject({ code: "stale_epoch", last_seq: 3 });
});

it("notices a ledger that was restored from a backup, and keeps both lives without doubling", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(100);
  const backup = ledger.copy();
  ledger.appendMany(20);
  await ledger.push(login);
  backup.append({ reason: "after the restore" });
  backup.appendMany(29);
  // Central has 120; the copy has 130 and says that it goes on after its own 120th.
  const answer = await login.exchange(backup.request(120));
  expect(answer).toMatchObject({ code: "fork", last_seq: 120, last_hash: ledger.head });

  // It looks for the last common event, as a replicator does, and begins a new life there.
  const probes = [130, 120, 110, 100, 90].map((seq) => [seq, backup.hashAt(seq)] as [number, string]);
  expect(await login.exchange({ ...backup.request(120), find: probes })).toMatchObject({ found: 100 });
  backup.newLife();
  expect(await backup.push(login, 100)).toMatchObject({
    code: "ok",
    epoch: 2,
    last_seq: 130,
    last_hash: backup.head,
  });
  const perEpoch = await test.rows(
    `SELECT epoch, COUNT(*) AS n, MIN(seq) AS first FROM event WHERE gateway_id = ${ID} GROUP BY epoch ORDER BY epoch`,
    login.credentials.user,
  );
  expect(perEpoch).toEqual([
    { epoch: 1, n: 120, first: 1 },
    { epoch: 2, n: 30, first: 101 },
  ]);
});

it("finds a fork inside of a batch that reaches over the end of what central has", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(5);
  const copy = ledger.copy();
  ledger.appendMany(5);
  await ledger.push(login);
  copy.append({ reason: "other" });
  copy.appendMany(10);
  expect(await login.exchange(copy.request(5))).toMatchObject({ code: "fork", last_seq: 10 });
});

it("begins a new life only after an event that central has too, at 0, or as unproven", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(10);
  await ledger.push(login);
  const stranger = new FakeLedger();
  stranger.append({ reason: "never seen" });
  stranger.appendMany(9);
  stranger.newLife();
  expect(await login.exchange(stranger.request(5))).toMatchObject({
    code: "base_unknown",
    epoch: 1,
    last_seq: 10,
  });
  const unproven = stranger.request(5);
  const answer = await login.exchange({ ...unproven, epoch: { ...unproven.epoch, unproven: true } });
  expect(answer).toMatchObject({ code: "ok", epoch: 2, last_seq: 10 });
  expect(
    await test.value(
      `SELECT proven FROM life WHERE gateway_id = ${ID} AND epoch = 2`,
      login.credentials.user,
    ),
  ).toBe(0);
  stranger.newLife();
  expect(await stranger.push(login, 0)).toMatchObject({ code: "ok", epoch: 3, last_seq: 10 });
});

it("takes again what a central that was restored from a backup has lost", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(150);
  await ledger.push(login);
  const { user } = login.credentials;
  await test.run(`DELETE FROM event WHERE gateway_id = ${ID} AND seq > 50`, user);
  await test.run(
    "UPDATE gateway SET last_seq = 50, last_hash = ? WHERE account = ?",
    ledger.hashAt(50),
    user,
  );
  expect(await login.exchange(ledger.request(150))).toMatchObject({
    code: "gap",
    last_seq: 50,
    last_hash: ledger.hashAt(50),
  });
  expect(await ledger.push(login, 50)).toMatchObject({ code: "ok", last_seq: 150 });
  expect(await test.value(`SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`, user)).toBe(150);
});

it("takes a life that central has forgotten, from where both agree", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(30);
  const early = ledger.copy();
  await ledger.push(login);
  early.newLife();
  early.appendMany(5);
  await early.push(login, 30);
  const { user } = login.credentials;
  await test.run(`DELETE FROM event WHERE gateway_id = ${ID} AND (epoch = 2 OR seq > 20)`, user);
  await test.run(`DELETE FROM life WHERE gateway_id = ${ID} AND epoch = 2`, user);
  await test.run(
    "UPDATE gateway SET epoch = 1, epoch_id = 'ledger-life-1', last_seq = 20, last_hash = ? WHERE account = ?",
    ledger.hashAt(20),
    user,
  );
  expect(await login.exchange(early.request(35))).toMatchObject({ code: "base_unknown", last_seq: 20 });
  expect(await early.push(login, 20)).toMatchObject({
    code: "ok",
    epoch: 2,
    last_seq: 35,
    last_hash: early.head,
  });
});

it("sends all rows again in a new life", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  const rows = { after: 0, to: 1, lockers: [ledger.locker(1)] };
  expect(await login.exchange(ledger.request(0, 0, { rows }))).toMatchObject({ code: "ok", last_rev: 1 });
  ledger.newLife();
  const late = { after: 1, to: 2, lockers: [ledger.locker(1)] };
  expect(await login.exchange(ledger.request(0, 0, { rows: late }))).toMatchObject({
    code: "rows_gap",
    epoch: 1,
  });
  expect(await login.exchange(ledger.request(0, 0))).toMatchObject({ code: "ok", epoch: 2, last_rev: 0 });
  expect((await login.exchange(ledger.request(0, 0))).last_hash).toBe(EMPTY_HASH);
});

it("ends rentals of a lost life that do not come again, once all rows of the new one are there", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  const open = () =>
    test.rows(
      `SELECT rental, ended_by FROM rental WHERE gateway_id = ${ID} ORDER BY rental`,
      login.credentials.user,
    );
  const rentals = [ledger.rental(1), ledger.rental(2)];
  await login.exchange(ledger.request(0, 0, { rows: { after: 0, to: 2, rentals } }));
  await login.exchange(ledger.request(0, 0));
  ledger.newLife();
  const again = [ledger.rental(1, { rev: 1 })];
  await login.exchange(ledger.request(0, 0, { rows: { after: 0, to: 1, rentals: again } }));
  expect(await open()).toEqual([
    { rental: 1, ended_by: null },
    { rental: 2, ended_by: null },
  ]);
  await login.exchange(ledger.request(0, 0));
  expect(await open()).toEqual([
    { rental: 1, ended_by: null },
    { rental: 2, ended_by: "lost_life" },
  ]);
});
