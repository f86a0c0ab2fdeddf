import { expect, it } from "vitest";
import { verifyChain } from "../../src/central/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

/** As if central had heard of it so many days ago. */
const age = (days: number) => `TIMESTAMPADD(DAY, -${days}, UTC_TIMESTAMP(3))`;

async function aged(days: number, outcomes: readonly string[], more = 3) {
  const login = await test.login();
  const ledger = new FakeLedger();
  for (const outcome of outcomes) ledger.append({ outcome });
  await ledger.push(login);
  const { user } = login.credentials;
  await test.run(`UPDATE event SET received_at = ${age(days)} WHERE gateway_id = ${ID}`, user);
  ledger.appendMany(more);
  await ledger.push(login, outcomes.length);
  return { login, ledger, user };
}
const left = (user: string) =>
  test.rows<{ seq: number }>(`SELECT seq FROM event WHERE gateway_id = ${ID} ORDER BY seq`, user);

it("deletes daily life after 90 days and takes the phone out of the rest", async () => {
  const { login, ledger, user } = await aged(91, ["done", "wrong_pin", "done", "door_failed", "done"]);
  await test.run("CALL retention_events(2, 1000)");
  expect((await left(user)).map(({ seq }) => seq)).toEqual([2, 4, 6, 7, 8]);
  const old = await test.rows<{ body: string; erased_at: string | null }>(
    `SELECT body, erased_at FROM event WHERE gateway_id = ${ID} AND seq < 6`,
    user,
  );
  for (const { body, erased_at } of old) {
    expect(body).not.toContain("phone");
    expect(body).toContain('"outcome"');
    expect(erased_at).not.toBeNull();
  }
  // What is left can be proven, and the gateway goes on.
  expect(await verifyChain(test.central.root, nameOf(login))).toMatchObject({
    broken: undefined,
    lives: [{ from: 5, to: 8, proven: 3 }],
  });
  ledger.append();
  expect(await ledger.push(login, 8)).toMatchObject({ code: "ok", last_seq: 9 });
});

it("keeps what is younger", async () => {
  const { user } = await aged(89, ["done", "wrong_pin"]);
  await test.run("CALL retention_events(1000, 1000)");
  expect(await left(user)).toHaveLength(5);
});

it("deletes the rest after a year", async () => {
  const { user } = await aged(366, ["done", "wrong_pin", "done"], 0);
  await test.run("CALL retention_events(1000, 1000)");
  expect(await left(user)).toEqual([]);
});

it("does no more at once than it was told", async () => {
  const { user } = await aged(91, new Array(10).fill("done"), 0);
  await test.run("CALL retention_events(2, 3)");
  expect(await left(user)).toHaveLength(4);
  await test.run("CALL retention_events(2, 3)");
  expect(await left(user)).toEqual([]);
});

it("lets a new life begin after an event that only its hash is left of", async () => {
  const { login, ledger, user } = await aged(91, ["done", "done"], 0);
  await test.run("CALL retention_events(1000, 1000)");
  expect(await left(user)).toEqual([]);
  ledger.newLife();
  ledger.append();
  expect(await ledger.push(login, 2)).toMatchObject({ code: "ok", epoch: 2, last_seq: 3 });
});

it("takes the phone from a rental 30 days after its end, and from no open one", async () => {
  const login = await test.login();
  const { user } = login.credentials;
  const ledger = new FakeLedger();
  const phone = {
    phone_masked: "\u2026123",
    phone_index: "ab".repeat(32),
    phone_sealed: "cd",
    phone_clear: "41791234567",
  };
  const rentals = [
    ledger.rental(1, { ...phone, ended_at: 1 }),
    ledger.rental(2, phone),
    ledger.rental(3, { ...phone, ended_at: 1 }),
  ];
  await login.exchange(ledger.request(0, 0, { rows: { after: 0, to: 3, rentals } }));
  await test.run(`UPDATE rental SET changed_at = ${age(31)} WHERE rental < 3 AND gateway_id = ${ID}`, user);
  await test.run("CALL retention_phones(1000, 1000)");
  const rows = await test.rows<Record<string, unknown>>(
    `SELECT phone_masked, phone_index, phone_sealed, phone_clear FROM rental WHERE gateway_id = ${ID} ORDER BY rental`,
    user,
  );
  expect(rows.map((row) => Object.values(row).filter((value) => value === null).length)).toEqual([4, 0, 0]);
});

it("runs by itself", async () => {
  const events = await test.rows<{ EVENT_NAME: string; STATUS: string }>(
    "SELECT EVENT_NAME, STATUS FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'holdfast' ORDER BY 1",
  );
  expect(events).toEqual(
    ["retention_of_commands", "retention_of_events", "retention_of_phones"].map((EVENT_NAME) => ({
      EVENT_NAME,
      STATUS: "ENABLED",
    })),
  );
  const { user } = await aged(91, ["done"], 0);
  await test.run(
    "ALTER DEFINER = 'holdfast_definer'@'localhost' EVENT retention_of_events ON SCHEDULE EVERY 1 SECOND",
  );
  await expect.poll(() => left(user), { timeout: 20_000 }).toEqual([]);
});
