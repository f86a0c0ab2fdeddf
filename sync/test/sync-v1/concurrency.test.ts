import { expect, it } from "vitest";
import { decodeAnswer, encodeRequest } from "../../src/contract/index.ts";
import { FakeLedger, type GatewayLogin } from "../../src/rig/index.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("takes two connections of one gateway in turns: nothing is lost or doubled", async () => {
  const one = await test.login();
  const two = one.again();
  const ledger = new FakeLedger();
  ledger.appendMany(600);
  const push = async (login: GatewayLogin, most: number) => {
    for (let after = 0; after < 600; ) {
      const answer = await login.exchange(ledger.request(after, most));
      expect(["ok", "gap"]).toContain(answer.code);
      after = answer.last_seq ?? 0;
    }
  };
  await Promise.all([push(one, 7), push(two, 11)]);
  await two.close();
  const rows = await test.rows<{ seq: number; body: string }>(
    `SELECT seq, body FROM event WHERE gateway_id = ${ID} ORDER BY seq`,
    one.credentials.user,
  );
  expect(rows).toEqual(ledger.events.map(({ body }, index) => ({ seq: index + 1, body })));
});

it("lets gateways work at the same time", async () => {
  const logins = await Promise.all([1, 2, 3, 4].map(() => test.login()));
  const ledgers = logins.map((_, at) => new FakeLedger(`ledger-number-${at}`));
  for (const ledger of ledgers) ledger.appendMany(300);
  const answers = await Promise.all(
    logins.map((login, at) => (ledgers[at] as FakeLedger).push(login, 0, 50)),
  );
  for (const [at, answer] of answers.entries()) {
    expect(answer).toMatchObject({ code: "ok", last_seq: 300, last_hash: ledgers[at]?.head });
  }
});

it("keeps the number of an error that heals by itself, changes nothing, and takes the request again", async () => {
  const login = await test.login();
  const other = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  const { user } = login.credentials;
  // Someone holds the gateway's row: first until the exchange gives up, then for a deadlock.
  await test.run("START TRANSACTION");
  await test.run("UPDATE gateway SET exchanges = exchanges WHERE account = ?", user);
  await login.query("SET SESSION innodb_lock_wait_timeout = 1");
  const text = encodeRequest(ledger.request(0));
  await expect(login.call(text)).rejects.toMatchObject({
    errno: 1205,
    message: "holdfast: the exchange failed and changed nothing",
  });
  // Another gateway is not held up by that.
  expect(await other.exchange(new FakeLedger().request(0))).toMatchObject({ code: "ok" });
  await test.run("ROLLBACK");
  expect(await test.value(`SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`, user)).toBe(0);
  expect(decodeAnswer(await login.call(text))).toMatchObject({ code: "ok", last_seq: 3 });
});

it("survives a deadlock: the victim's exchange changed nothing and can be sent again", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  await login.exchange(ledger.request(0, 0, { rows: { after: 0, to: 1, lockers: [ledger.locker(1)] } }));
  const { user } = login.credentials;
  // The admin holds the locker's row and then wants the gateway's, which the exchange holds while it wants the locker's.
  await test.run("START TRANSACTION");
  await test.run(`UPDATE locker SET door = 'open' WHERE gateway_id = ${ID}`, user);
  // Weight, so that InnoDB chooses the exchange as the victim.
  await test.run("INSERT INTO rule (name, value) SELECT CONCAT('weight-', seq), 1 FROM seq_1_to_2000");
  const rows = { after: 1, to: 2, lockers: [ledger.locker(1, { state: "held" })] };
  const request = ledger.request(0, 0, { rows });
  const outcome = login.exchange(request).catch((error: unknown) => error);
  const waits = "SELECT COUNT(*) AS n FROM information_schema.INNODB_LOCK_WAITS";
  // InnoDB looks anew only where nobody has asked for 0.1 s.
  await expect.poll(() => test.value(waits), { timeout: 20_000, interval: 250 }).toBe(1);
  await test.run("UPDATE gateway SET exchanges = exchanges WHERE account = ?", user);
  expect(await outcome).toMatchObject({ errno: 1213 });
  await test.run("ROLLBACK");
  expect(await login.exchange(request)).toMatchObject({ code: "ok", last_rev: 2 });
  expect(await test.value(`SELECT state FROM locker WHERE gateway_id = ${ID}`, user)).toBe("held");
});

it("says that the server takes no changes, and takes the request when it does again", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.append();
  await test.run("SET GLOBAL read_only = 1");
  await expect(ledger.push(login)).rejects.toMatchObject({ errno: 1290 });
  await test.run("SET GLOBAL read_only = 0");
  expect(await ledger.push(login)).toMatchObject({ code: "ok", last_seq: 1 });
});
