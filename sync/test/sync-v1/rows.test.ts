import { expect, it } from "vitest";
import { FakeLedger } from "../../src/rig/index.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("keeps the newest of each row and skips old ones", async () => {
  const login = await test.login();
  const { user } = login.credentials;
  const ledger = new FakeLedger();
  const site = { rev: ++ledger.rev, name: "Zürich", software: "0.1.0", settings: '{"a":1}', sealed: "00ff" };
  const cabinet = { rev: ++ledger.rev, cabinet: "main", name: "Main", link: "up", firmware: "0.1.0" };
  const locker = ledger.locker(3, { state: "held", rental: 17, verifier: "a1b2c3", label: "😀".repeat(20) });
  const rental = ledger.rental(17, {
    locker: 3,
    phone_masked: "\u2026123",
    phone_index: "ab".repeat(32),
    phone_sealed: "cd".repeat(40),
  });
  const rows = { after: 0, to: ledger.rev, site, cabinets: [cabinet], lockers: [locker], rentals: [rental] };
  expect(await login.exchange(ledger.request(0, 0, { rows }))).toMatchObject({
    code: "ok",
    last_rev: 4,
    dead: 0,
  });

  const labels = () => test.rows(`SELECT label FROM locker WHERE gateway_id = ${ID}`, user);
  expect(await labels()).toEqual([{ label: "😀".repeat(20) }]);
  const freed = ledger.locker(3);
  const ended = ledger.rental(17, { locker: 3, ended_at: Date.UTC(2026, 1, 1), ended_by: "keypad_finish" });
  const later = { after: 4, to: ledger.rev, lockers: [freed], rentals: [ended] };
  expect(await login.exchange(ledger.request(0, 0, { rows: later }))).toMatchObject({ last_rev: 6, dead: 0 });
  expect(await labels()).toEqual([{ label: null }]);
  // An answer was lost: the old batch comes again.
  expect(await login.exchange(ledger.request(0, 0, { rows }))).toMatchObject({
    code: "ok",
    last_rev: 6,
    dead: 0,
  });

  expect(
    await test.rows(
      `SELECT name, software, settings, HEX(sealed) AS sealed, rev FROM site WHERE gateway_id = ${ID}`,
      user,
    ),
  ).toEqual([{ name: "Zürich", software: "0.1.0", settings: '{"a":1}', sealed: "00FF", rev: 1 }]);
  expect(
    await test.rows(`SELECT state, rental, verifier, rev FROM locker WHERE gateway_id = ${ID}`, user),
  ).toEqual([{ state: "free", rental: null, verifier: null, rev: 5 }]);
  expect(
    await test.rows(
      `SELECT ended_at, ended_by, phone_masked, rev FROM rental WHERE gateway_id = ${ID}`,
      user,
    ),
  ).toEqual([{ ended_at: "2026-02-01 00:00:00.000", ended_by: "keypad_finish", phone_masked: null, rev: 6 }]);
});

it("takes several revisions of one row in their order", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  const [first, second] = [
    ledger.locker(1, { state: "held" }),
    ledger.locker(1, { state: "out_of_service" }),
  ];
  const rows = { after: 0, to: 2, lockers: [second, first] };
  await login.exchange(ledger.request(0, 0, { rows }));
  expect(await test.value(`SELECT state FROM locker WHERE gateway_id = ${ID}`, login.credentials.user)).toBe(
    "out_of_service",
  );
});

it("refuses rows with a gap before them", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  await login.exchange(ledger.request(0, 0));
  ledger.rev = 8;
  const rows = { after: 8, to: 9, lockers: [ledger.locker(1)] };
  expect(await login.exchange(ledger.request(0, 0, { rows }))).toMatchObject({
    code: "rows_gap",
    last_rev: 0,
  });
  expect(
    await test.value(`SELECT COUNT(*) FROM locker WHERE gateway_id = ${ID}`, login.credentials.user),
  ).toBe(0);
});
