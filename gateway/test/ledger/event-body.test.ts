import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { temporaryFolder } from "../support/test-site.ts";

const text = fc.string({ maxLength: 12 });
const event = fc.record(
  {
    at: fc.integer({ min: 0, max: 4e12 }),
    kind: text,
    actor: fc.constantFrom("keypad", "web", "operator", "central", "gateway", "controller"),
    cabinet: text,
    locker: fc.integer({ min: 1, max: 32 }),
    outcome: text,
    phone: text,
    reason: text,
    detail: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(text, fc.integer(), fc.boolean()), {
      maxKeys: 5,
    }),
  },
  { requiredKeys: ["at", "kind", "actor"] },
);

function keysInOrder(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  const keys = Object.keys(value);
  return keys.join() === [...keys].sort().join() && Object.values(value).every(keysInOrder);
}

test("every event is kept whole, as JSON with its keys in order", () => {
  const folder = temporaryFolder();
  const ledger = openLedger(folder, 0);
  let sequence = 0;
  fc.assert(
    fc.property(event, (next) => {
      ledger.change((append) => append({ ...next, journal: { epoch: 1, sequence: ++sequence } }));
    }),
    { numRuns: 60 },
  );
  const read = ledger.events({});
  ledger.close();
  const db = new Database(join(folder, "ledger.db"), { readonly: true });
  const bodies = db.prepare<[], { body: string }>("SELECT body FROM event ORDER BY sequence").all();
  db.close();
  expect(read).toHaveLength(60);
  expect(bodies.every(({ body }) => keysInOrder(JSON.parse(body)))).toBe(true);
  read.forEach((shown, index) => {
    const { epoch, journal, ...rest } = JSON.parse(bodies[index]?.body ?? "");
    expect(shown).toEqual(rest);
    expect([epoch, journal]).toEqual([1, index + 1]);
  });
});
