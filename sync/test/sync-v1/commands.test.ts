import { expect, it } from "vitest";
import { commandStates, queueCommand } from "../../src/central/index.ts";
import type { Acknowledgement } from "../../src/contract/index.ts";
import { FakeLedger, type GatewayLogin } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

async function withLocker(): Promise<{ login: GatewayLogin; ledger: FakeLedger; name: string }> {
  const login = await test.login();
  const ledger = new FakeLedger();
  await login.exchange(ledger.request(0, 0, { rows: { after: 0, to: 1, lockers: [ledger.locker(1)] } }));
  return { login, ledger, name: nameOf(login) };
}

function queue(gateway: string, minutes = 10, reason = "a customer called") {
  return queueCommand(test.central.root, {
    kind: "release",
    gateway,
    cabinet: "main",
    locker: 1,
    reason,
    minutes,
  });
}

const states = async (name: string) =>
  (await commandStates(test.central.root, name)).map(({ state, result }) => ({ state, result }));

it("hands a command out until it is acknowledged, then never again", async () => {
  const { login, ledger, name } = await withLocker();
  const { id } = await queue(name);
  const { commands } = await login.exchange(ledger.request(0, 0));
  expect(commands).toMatchObject([
    {
      id,
      place: 1,
      kind: "release",
      cabinet: "main",
      locker: 1,
      reason: "a customer called",
      who: "root@localhost",
    },
  ]);
  expect(commands[0]?.ttl_ms).toBeGreaterThan(500_000);
  expect(commands[0]?.ttl_ms).toBeLessThanOrEqual(600_000);
  // The answer may have been lost.
  expect((await login.exchange(ledger.request(0, 0))).commands).toMatchObject([{ id }]);
  const acks: Acknowledgement[] = [{ id, state: "done", result: "the locker is free" }];
  expect((await login.exchange(ledger.request(0, 0, { acks }))).commands).toEqual([]);
  expect(await states(name)).toEqual([{ state: "done", result: "the locker is free" }]);
  // And the acknowledgement may come twice, or say something else later.
  await login.exchange(ledger.request(0, 0, { acks: [{ id, state: "refused", result: "too late" }] }));
  expect(await states(name)).toEqual([{ state: "done", result: "the locker is free" }]);
});

it("gives commands in their order, twenty at once", async () => {
  const { login, ledger, name } = await withLocker();
  for (let at = 1; at <= 25; at++) await queue(name, 10, `reason ${at}`);
  const first = await login.exchange(ledger.request(0, 0));
  expect(first.commands.map(({ place }) => place)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  const acks = first.commands.map(({ id }) => ({ id, state: "done" }) as const);
  const second = await login.exchange(ledger.request(0, 0, { acks }));
  expect(second.commands.map(({ reason }) => reason)).toEqual(
    [21, 22, 23, 24, 25].map((at) => `reason ${at}`),
  );
});

it("expires what nobody fetched in time, and believes no acknowledgement of it", async () => {
  const { login, ledger, name } = await withLocker();
  const { id } = await queue(name);
  await test.run("UPDATE command SET expires_at = '2020-01-01' WHERE id = ?", id);
  const answer = await login.exchange(ledger.request(0, 0, { acks: [{ id, state: "done" }] }));
  expect(answer.commands).toEqual([]);
  expect(await states(name)).toEqual([{ state: "expired", result: "not fetched in time" }]);
});

it("asks on for a delivered one that ran out, with no time left", async () => {
  const { login, ledger, name } = await withLocker();
  const { id } = await queue(name);
  await login.exchange(ledger.request(0, 0));
  await test.run("UPDATE command SET expires_at = '2020-01-01' WHERE id = ?", id);
  expect((await login.exchange(ledger.request(0, 0))).commands).toMatchObject([{ id, ttl_ms: 0 }]);
  await login.exchange(ledger.request(0, 0, { acks: [{ id, state: "unknown", result: "power failed" }] }));
  expect(await states(name)).toEqual([{ state: "unknown", result: "power failed" }]);
});

it("takes no state that it does not know, and cuts a long result", async () => {
  const { login, ledger, name } = await withLocker();
  const { id } = await queue(name);
  const odd = [{ id, state: "queued" }, { id, state: "hacked" }, { id: "no-such" }, 7, null];
  await login.exchange(ledger.request(0, 0, { acks: odd as unknown as Acknowledgement[] }));
  expect(await states(name)).toEqual([{ state: "delivered", result: null }]);
  await login.exchange(ledger.request(0, 0, { acks: [{ id, state: "refused", result: "é".repeat(500) }] }));
  expect(await states(name)).toEqual([{ state: "refused", result: "é".repeat(200) }]);
});

it("gives nothing to a gateway that must look at its positions first", async () => {
  const { login, ledger, name } = await withLocker();
  await queue(name);
  ledger.appendMany(5);
  expect(await login.exchange(ledger.request(3))).toMatchObject({ code: "gap", commands: [] });
  expect(await states(name)).toEqual([{ state: "queued", result: null }]);
});

it("hands nothing out again to a ledger that went back to an old copy", async () => {
  const { login, ledger, name } = await withLocker();
  const told = await queue(name);
  await queue(name, 10, "forgotten");
  await login.exchange(ledger.request(0, 0));
  const waiting = await queue(name);
  ledger.newLife();
  const acks: Acknowledgement[] = [{ id: told.id, state: "done" }];
  const { commands } = await login.exchange(ledger.request(0, 0, { acks }));
  expect(commands.map(({ id }) => id)).toEqual([waiting.id]);
  expect(await states(name)).toEqual([
    { state: "delivered", result: null },
    { state: "unknown", result: "the gateway went back to an old copy; look at the locker" },
    { state: "done", result: null },
  ]);
});
