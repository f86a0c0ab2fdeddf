import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SyncEvent } from "../../src/contract/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

const deep = `{"a":${"[".repeat(40)}${"]".repeat(40)}}`;

/** What may stand in the place of a good event. */
const POISON: Record<string, (good: SyncEvent) => unknown> = {
  "a body that is too long": (good) => ({ ...good, body: `{"a":"${"x".repeat(16_400)}"}` }),
  "a body of some megabytes": (good) => ({ ...good, body: `{"a":"${"x".repeat(3_000_000)}"}` }),
  "a body that is no JSON": (good) => ({ ...good, body: "{this is no JSON" }),
  "a body that is JSON and no object": (good) => ({ ...good, body: "[1]" }),
  "a body with a NUL in it": (good) => ({ ...good, body: '{"a":"\u0000"}' }),
  "a body with half a surrogate pair": (good) => ({ ...good, body: '{"a":"\\ud800"}' }),
  "a body that is nested too deep": (good) => ({ ...good, body: deep }),
  "a body that is an object": (good) => ({ ...good, body: { a: 1 } }),
  "no body": ({ body: _body, ...rest }) => rest,
  "an empty body": (good) => ({ ...good, body: "" }),
  null: () => null,
  "a number": () => 7,
  "a text": () => "event",
  "an array": () => [1, 2],
  "an empty object": () => ({}),
  "a time that is no number": (good) => ({ ...good, at: "yesterday" }),
  "a negative time": (good) => ({ ...good, at: -1 }),
  "a huge time": (good) => ({ ...good, at: 1e300 }),
  "a time with a fraction": (good) => ({ ...good, at: 1.5 }),
  "a kind with a NUL": (good) => ({ ...good, kind: "a\u0000b" }),
  "a kind that is too long": (good) => ({ ...good, kind: "k".repeat(41) }),
  "a kind with a line end": (good) => ({ ...good, kind: "kind\n" }),
  "a kind that is SQL": (good) => ({ ...good, kind: "a'); DROP TABLE event; --" }),
  "a hash that is too short": (good) => ({ ...good, hash: good.hash.slice(1) }),
  "a hash that is no hex": (good) => ({ ...good, hash: "z".repeat(64) }),
};

describe("puts aside, and goes on with the rest,", () => {
  it.each(Object.entries(POISON))("%s", async (_name, poison) => {
    const login = await test.login();
    const ledger = new FakeLedger();
    ledger.appendMany(2);
    const good = ledger.append();
    ledger.appendMany(2);
    const request = ledger.request(0);
    const events = [...ledger.events.slice(0, 2), poison(good), ...ledger.events.slice(3)] as SyncEvent[];
    expect(await login.exchange({ ...request, events })).toMatchObject({
      code: "ok",
      last_seq: 5,
      last_hash: ledger.head,
      dead: 1000,
    });
    const { user } = login.credentials;
    expect(await test.rows(`SELECT seq FROM event WHERE gateway_id = ${ID} ORDER BY seq`, user)).toEqual(
      [1, 2, 4, 5].map((seq) => ({ seq })),
    );
    expect(await test.rows(`SELECT what, epoch, seq FROM event_dead WHERE gateway_id = ${ID}`, user)).toEqual(
      [{ what: "event", epoch: 1, seq: 3 }],
    );
  });
});

it("stores each event that is as bad as it may be", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.append({ reason: "'; DROP TABLE event; -- \\' \" ` \u0000 \u2028 \u{1f512} %s ?" });
  ledger.append({ kind: "k".repeat(40), detail: { a: 1e308, b: -0, c: "\\", d: null } });
  ledger.append({ reason: "x".repeat(16_000) });
  const body = `{"a":${"[".repeat(20)}${"]".repeat(20)}}`;
  ledger.events.push({ at: 0, kind: "z", hash: hash("sha256", ledger.head + body), body });
  expect(await ledger.push(login)).toMatchObject({ code: "ok", last_seq: 4, dead: 0 });
  const rows = await test.rows(
    `SELECT body FROM event WHERE gateway_id = ${ID} ORDER BY seq`,
    login.credentials.user,
  );
  expect(rows).toEqual(ledger.events.map(({ body }) => ({ body })));
});

it("keeps a last event that was put aside as the head, so that the gateway goes on", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(2);
  const request = ledger.request(0);
  const events = ledger.events.map((event, index) =>
    index === 1 ? { ...event, kind: "NOT A KIND" } : event,
  );
  expect(await login.exchange({ ...request, events })).toMatchObject({ last_seq: 2, last_hash: ledger.head });
  ledger.appendMany(3);
  expect(await ledger.push(login, 2)).toMatchObject({ code: "ok", last_seq: 5 });
});

it("puts aside two hundred of a thousand", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(1000);
  const events = ledger.events.map((event, index) => (index % 5 === 0 ? { ...event, kind: "" } : event));
  expect(await login.exchange({ ...ledger.request(0), events })).toMatchObject({
    code: "ok",
    last_seq: 1000,
  });
  const { user } = login.credentials;
  expect(await test.value(`SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`, user)).toBe(800);
  expect(await test.value(`SELECT COUNT(*) FROM event_dead WHERE gateway_id = ${ID}`, user)).toBe(200);
});
