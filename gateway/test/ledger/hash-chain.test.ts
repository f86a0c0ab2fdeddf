import { createHash } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { EventStore } from "../../src/ledger/event-store.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { temporaryFolder } from "../support/test-site.ts";

function filled(folder: string): void {
  const ledger = openLedger(folder, 0);
  for (const kind of ["one", "two", "three"]) {
    ledger.change((append) => append({ at: 0, kind, actor: "gateway", detail: { b: 1, a: "x" } }));
  }
  ledger.close();
}

test("each event's hash covers the one before", () => {
  const folder = temporaryFolder();
  filled(folder);
  const db = new Database(join(folder, "ledger.db"), { readonly: true });
  const rows = db.prepare<[], { body: string; hash: string }>("SELECT body, hash FROM event").all();
  db.close();
  let hash = "0".repeat(64);
  for (const row of rows) {
    hash = createHash("sha256").update(hash).update(row.body).digest("hex");
    expect(row.hash).toBe(hash);
  }
  expect(rows[0]?.body).toBe(
    '{"actor":"gateway","at":"1970-01-01T00:00:00.000Z","detail":{"a":"x","b":1},"kind":"one","sequence":1}',
  );
});

test("the chain goes on after a restart", () => {
  const folder = temporaryFolder();
  filled(folder);
  filled(folder);
  const ledger = openLedger(folder, 0);
  expect(ledger.head.sequence).toBe(6);
  expect(ledger.firstBroken()).toBeUndefined();
  ledger.close();
});

test.each([
  ["a changed event", "UPDATE event SET body = replace(body, 'two', 'six') WHERE sequence = 2", 2],
  ["a removed event", "DELETE FROM event WHERE sequence = 2", 3],
])("%s breaks the chain there", (_what, sql, broken) => {
  const folder = temporaryFolder();
  filled(folder);
  const db = new Database(join(folder, "ledger.db"));
  db.exec("DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete");
  db.exec(sql);
  expect(new EventStore(db).firstBroken()).toBe(broken);
  db.close();
  expect(() => openLedger(folder, 0)).toThrowError(`the hash chain breaks at event ${broken}`);
});

test("the chain can be checked in parts, each of which starts at the hash before it", () => {
  const folder = temporaryFolder();
  filled(folder);
  const db = new Database(join(folder, "ledger.db"));
  db.exec("DROP TRIGGER event_no_update; UPDATE event SET body = '' WHERE sequence = 2");
  const events = new EventStore(db);
  expect([events.firstBroken(0, 1), events.firstBroken(1, 2), events.firstBroken(2)]).toEqual([
    undefined,
    2,
    undefined,
  ]);
  db.close();
});

test.each(["UPDATE event SET body = ''", "DELETE FROM event"])("the database refuses: %s", (sql) => {
  const folder = temporaryFolder();
  filled(folder);
  const db = new Database(join(folder, "ledger.db"));
  expect(() => db.exec(sql)).toThrowError("events stay");
  db.close();
});

test("a change that fails leaves neither rows nor events, and the chain holds", () => {
  const ledger = openLedger(temporaryFolder(), 0);
  const heard: number[] = [];
  ledger.onEvent((event) => heard.push(event.sequence));
  const failing = () =>
    ledger.change((append) => {
      append({ at: 0, kind: "never", actor: "gateway" });
      ledger.cabinets.set("main", { controller: null, epoch: 1, position: 0 });
      throw new Error("power");
    });
  expect(failing).toThrowError("power");
  ledger.change((append) => append({ at: 0, kind: "after", actor: "gateway" }));
  expect(ledger.events({}).map((event) => event.kind)).toEqual(["after"]);
  expect(ledger.cabinets.get("main")).toBeUndefined();
  expect(ledger.firstBroken()).toBeUndefined();
  expect(heard).toEqual([1]);
  ledger.close();
});
