import { expect, it } from "vitest";
import { forgetLives, verifyChain } from "../../src/central/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("takes back a false life, so that the true ledger goes on", async () => {
  const login = await test.login();
  const name = nameOf(login);
  const ledger = new FakeLedger();
  ledger.appendMany(10);
  ledger.append({ kind: "NOT A KIND" });
  await ledger.push(login);
  const rows = { after: 0, to: 1, lockers: [ledger.locker(1)] };
  await login.exchange(ledger.request(11, 0, { rows }));

  const thief = new FakeLedger("thief-ledger");
  thief.newLife(9_000_000_000_000_000);
  thief.appendMany(20);
  await thief.push(login);
  ledger.append();
  expect(await login.exchange(ledger.request(11))).toMatchObject({ code: "stale_epoch" });

  expect(await forgetLives(test.central.root, name, 1)).toEqual({
    last_seq: 10,
    last_hash: ledger.hashAt(10),
  });
  expect(await login.exchange(ledger.request(11))).toMatchObject({ code: "gap", last_seq: 10, last_rev: 0 });
  expect(await ledger.push(login, 10)).toMatchObject({ code: "ok", epoch: 1, last_seq: 12 });
  expect(await verifyChain(test.central.root, name)).toMatchObject({ broken: undefined, proven: 12 });
});

it("takes back all of a gateway that has sent nothing true", async () => {
  const login = await test.login();
  const thief = new FakeLedger("thief-ledger");
  thief.appendMany(3);
  await thief.push(login);
  expect(await forgetLives(test.central.root, nameOf(login), 0)).toMatchObject({ last_seq: 0 });
  const ledger = new FakeLedger();
  ledger.append();
  expect(await ledger.push(login)).toMatchObject({ code: "ok", epoch: 1, last_seq: 1 });
});

it("knows which lives there were", async () => {
  const login = await test.login();
  await expect(forgetLives(test.central.root, nameOf(login), 3)).rejects.toMatchObject({
    code: "bad_option",
  });
});
