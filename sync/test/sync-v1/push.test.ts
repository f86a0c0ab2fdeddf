import { expect, it } from "vitest";
import { FakeLedger } from "../../src/rig/index.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

async function stored(user: string): Promise<unknown[]> {
  return test.rows(
    `SELECT seq, body, LOWER(HEX(hash)) AS hash FROM event WHERE gateway_id = ${ID} ORDER BY epoch, seq`,
    user,
  );
}
const wanted = (ledger: FakeLedger) =>
  ledger.events.map(({ body, hash }, index) => ({ seq: index + 1, body, hash }));

it("keeps events to the byte, counts on, and answers where it stands", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.append({ reason: "Zürich \u{1f512} 'quoted' \"twice\" \\ back\u0000slash" });
  ledger.appendMany(9);
  const first = await login.exchange(ledger.request(0, 4));
  expect(first).toMatchObject({ code: "ok", epoch: 1, last_seq: 4, last_hash: ledger.hashAt(4), dead: 0 });
  expect(await ledger.push(login, 4)).toMatchObject({ code: "ok", last_seq: 10, last_hash: ledger.head });
  expect(await stored(login.credentials.user)).toEqual(wanted(ledger));
});

it("takes the same batch twice and batches that overlap without doubling anything", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(20);
  await login.exchange(ledger.request(0, 10));
  expect(await login.exchange(ledger.request(0, 10))).toMatchObject({ code: "ok", last_seq: 10 });
  expect(await login.exchange(ledger.request(5, 10))).toMatchObject({ code: "ok", last_seq: 15 });
  expect(await login.exchange(ledger.request(0, 3))).toMatchObject({ code: "ok", last_seq: 15 });
  expect(await ledger.push(login, 15)).toMatchObject({ last_seq: 20, last_hash: ledger.head });
  expect(await stored(login.credentials.user)).toEqual(wanted(ledger));
});

it("refuses a gap and says where to go on", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(9);
  await login.exchange(ledger.request(0, 3));
  expect(await login.exchange(ledger.request(5))).toMatchObject({
    code: "gap",
    last_seq: 3,
    last_hash: ledger.hashAt(3),
  });
  expect(await stored(login.credentials.user)).toHaveLength(3);
});

it("keeps the events of each gateway to itself", async () => {
  const [one, two] = [await test.login(), await test.login()];
  const [first, second] = [new FakeLedger("first-ledger"), new FakeLedger("second-ledger")];
  first.append({ reason: "one" });
  second.append({ reason: "two" });
  await Promise.all([first.push(one), second.push(two)]);
  expect(await stored(one.credentials.user)).toEqual(wanted(first));
  expect(await stored(two.credentials.user)).toEqual(wanted(second));
});

it("needs one small exchange when nothing is new", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  await ledger.push(login);
  // Until the statement is prepared and the ticket of the TLS session has come.
  await login.exchange(ledger.request(3));
  const { stream } = (
    (await login.connection()) as unknown as { connection: { stream: import("node:net").Socket } }
  ).connection;
  const before = stream.bytesRead + stream.bytesWritten;
  expect(await login.exchange(ledger.request(3))).toMatchObject({ code: "ok", last_seq: 3, commands: [] });
  expect(stream.bytesRead + stream.bytesWritten - before).toBeLessThanOrEqual(700);
});
