import { describe, expect, it } from "vitest";
import { decodeAnswer, type SyncRequest } from "../../src/contract/index.ts";
import { FakeLedger, GatewayLogin } from "../../src/rig/index.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

describe("answers bad_json to", () => {
  it.each([null, "", "{", "hello", "{'a':1}", '{"a":"\\ud800"}', `{"a":${"[".repeat(100)}`])(
    "%s",
    async (text) => {
      const login = await test.login();
      expect(decodeAnswer(await login.call(text))).toMatchObject({
        code: "bad_json",
        last_seq: 0,
        commands: [],
      });
    },
  );
});

const good = new FakeLedger().request(0) as unknown as Record<string, unknown>;
const BAD: Record<string, unknown> = {
  "an array": [],
  "a number": 7,
  "no schema": { ...good, schema: undefined },
  "a schema that is SQL": { ...good, schema: "1 OR 1=1" },
  "no epoch": { ...good, epoch: undefined },
  "epoch 0": { ...good, epoch: { counter: 0, id: "ledger-life-1" } },
  "a huge epoch": { ...good, epoch: { counter: 1e20, id: "ledger-life-1" } },
  "an epoch with a short id": { ...good, epoch: { counter: 1, id: "x" } },
  "a negative position": { ...good, after: -1 },
  "a position with a fraction": { ...good, after: 0.5 },
  "a hash that is none": { ...good, hash: "0" },
  "events that are an object": { ...good, events: { a: 1, b: 2 } },
  "events that are a text": { ...good, events: "event" },
  "1001 events": { ...good, events: new Array(1001).fill({}) },
  "acknowledgements that are an object": { ...good, acks: {} },
  "rows without positions": { ...good, rows: { lockers: [] } },
  "65 pairs to find": { ...good, find: new Array(65).fill([1, "0".repeat(64)]) },
  "a challenge with quotes": { ...good, challenge: "'" },
};

describe("answers bad_request to", () => {
  it.each(Object.entries(BAD))("%s", async (_name, request) => {
    const login = await test.login();
    expect(decodeAnswer(await login.call(JSON.stringify(request)))).toMatchObject({ code: "bad_request" });
    const { user } = login.credentials;
    for (const table of ["event", "event_dead", "life"]) {
      expect(await test.value(`SELECT COUNT(*) FROM ${table} WHERE gateway_id = ${ID}`, user)).toBe(0);
    }
  });
});

it("says when it speaks another schema, and when it is too old for a gateway", async () => {
  const login = await test.login();
  const request = good as unknown as SyncRequest;
  const newer = { ...request, schema: 2 } as unknown as SyncRequest;
  expect(await login.exchange(newer)).toMatchObject({ code: "wrong_schema" });
  const answer = await login.exchange({ ...request, needs: 99 });
  expect(answer).toMatchObject({ code: "schema_too_old" });
  expect(await login.exchange({ ...request, needs: answer.schema })).toMatchObject({ code: "ok" });
});

it("knows no login that is no gateway", async () => {
  await test.run("CREATE USER stranger@'%' IDENTIFIED BY 'pw'");
  await test.run("GRANT EXECUTE ON PROCEDURE sync_v1 TO stranger@'%'");
  const login = new GatewayLogin(test.central.mariadb, { user: "stranger", password: "pw" });
  expect(await login.exchange(good as unknown as SyncRequest)).toMatchObject({
    code: "unknown_gateway",
    last_seq: null,
    last_hash: null,
    commands: [],
  });
  await login.close();
});

it("takes no time and no mode from the session of a login", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.append();
  for (const sql of [
    "SET SESSION timestamp = 1",
    "SET SESSION time_zone = '+12:00'",
    "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
    "SET SESSION group_concat_max_len = 4, sql_select_limit = 0",
    "SET SESSION unique_checks = 0, foreign_key_checks = 0",
    "SET SESSION tx_isolation = 'SERIALIZABLE'",
    "SET SESSION collation_connection = latin1_swedish_ci, character_set_client = latin1",
    "START TRANSACTION",
  ]) {
    await login.query(sql);
  }
  const answer = await ledger.push(login);
  expect(answer).toMatchObject({ code: "ok", last_seq: 1 });
  const apart = await test.value(
    "SELECT ABS(TIMESTAMPDIFF(SECOND, last_seen, UTC_TIMESTAMP())) FROM gateway WHERE account = ?",
    login.credentials.user,
  );
  expect(apart).toBeLessThan(3600);
});

it("keeps its character set, whatever a session says of databases and servers", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  const { body } = ledger.append({ reason: "Zürich \u{1f512}" });
  await login.query("SET SESSION character_set_database = latin1, collation_server = latin1_swedish_ci");
  expect(await ledger.push(login)).toMatchObject({ code: "ok", last_seq: 1, dead: 0 });
  const rows = await test.rows(`SELECT body FROM event WHERE gateway_id = ${ID}`, login.credentials.user);
  expect(rows).toEqual([{ body }]);
});
