import { expect, it } from "vitest";
import { verifyChain } from "../../src/central/index.ts";
import { FakeLedger, type GatewayLogin } from "../../src/rig/index.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

async function pushed(
  count: number,
): Promise<{ login: GatewayLogin; ledger: FakeLedger; name: string; user: string }> {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(count);
  await ledger.push(login);
  return { login, ledger, name: nameOf(login), user: login.credentials.user };
}
const verify = (name: string) => verifyChain(test.central.root, name, { page: 10 });

it("proves a chain in pages and tells how far it is", async () => {
  const { name } = await pushed(35);
  const seen: number[] = [];
  const report = await verifyChain(test.central.root, name, {
    page: 10,
    onProgress: ({ seq }) => seen.push(seq),
  });
  expect(report).toEqual({
    lives: [{ epoch: 1, from: 0, to: 35, proven: 35, unproven: 0 }],
    broken: undefined,
    proven: 35,
  });
  expect(seen).toEqual([10, 20, 30, 35, 35]);
});

it.each([
  ["altered", "UPDATE event SET body = REPLACE(body, 'main', 'evil') WHERE seq = 17 AND gateway_id = "],
  ["altered", "UPDATE event SET hash = UNHEX(REPEAT('ab', 32)) WHERE seq = 17 AND gateway_id = "],
  ["missing", "DELETE FROM event WHERE seq = 17 AND gateway_id = "],
])("finds an event that is %s: %s", async (problem, sql) => {
  const { name, user } = await pushed(25);
  await test.run(sql + ID, user);
  expect((await verify(name)).broken).toEqual({ epoch: 1, seq: 17, problem });
});

it("finds events that are missing at the end", async () => {
  const { name, user } = await pushed(25);
  await test.run(`DELETE FROM event WHERE seq > 20 AND gateway_id = ${ID}`, user);
  expect((await verify(name)).broken).toEqual({ epoch: 1, seq: 21, problem: "head" });
});

it("walks over what was put aside", async () => {
  const { login, ledger, name } = await pushed(5);
  ledger.append({ kind: "NOT A KIND" });
  ledger.append({ reason: "x".repeat(20_000) });
  ledger.append({ reason: "x".repeat(90_000) });
  ledger.appendMany(20);
  await ledger.push(login, 5);
  // The one of 90 kB is not kept whole.
  expect(await verify(name)).toMatchObject({
    broken: undefined,
    lives: [{ to: 28, proven: 27, unproven: 1 }],
  });
});

it("walks each life from where it began", async () => {
  const { login, ledger, name } = await pushed(20);
  const backup = ledger.copy();
  backup.events.splice(12);
  backup.newLife();
  backup.append({ reason: "another story" });
  await backup.push(login, 12);
  expect(await verify(name)).toMatchObject({
    broken: undefined,
    lives: [
      { epoch: 1, from: 0, to: 20 },
      { epoch: 2, from: 12, to: 13, proven: 1 },
    ],
  });
});
