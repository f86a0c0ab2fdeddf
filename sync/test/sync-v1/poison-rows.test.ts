import { describe, expect, it } from "vitest";
import type { SyncRequest } from "../../src/contract/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { ID, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

type Rows = Record<string, unknown>;

const locker = { rev: 2, cabinet: "main", locker: 2, state: "free", door: "closed" };
const rental = { rev: 2, rental: 1, cabinet: "main", locker: 1, number: 1, source: "web" };
const cabinet = { rev: 2, cabinet: "main", name: "Main", link: "up" };
const site = { rev: 2, name: "Site", software: "1" };

const POISON: Record<string, Rows> = {
  "a locker with a long state": { lockers: [{ ...locker, state: "s".repeat(21) }] },
  "a locker with a long label": { lockers: [{ ...locker, label: "😀".repeat(21) }] },
  "a locker with number 33": { lockers: [{ ...locker, locker: 33 }] },
  "a locker with number 0": { lockers: [{ ...locker, locker: 0 }] },
  "a locker with a cabinet in capitals": { lockers: [{ ...locker, cabinet: "Main" }] },
  "a locker without a revision": { lockers: [{ ...locker, rev: undefined }] },
  "a locker with a revision above the last": { lockers: [{ ...locker, rev: 99 }] },
  "a locker with a verifier that is no hex": { lockers: [{ ...locker, verifier: "xyz" }] },
  "a locker with a huge verifier": { lockers: [{ ...locker, verifier: "ab".repeat(65) }] },
  "a rental with a text as id": { rentals: [{ ...rental, rental: "one" }] },
  "a rental with a huge id": { rentals: [{ ...rental, rental: 1e30 }] },
  "a rental with a wrong time": { rentals: [{ ...rental, started_at: "now" }] },
  "a rental with a long mask": { rentals: [{ ...rental, phone_masked: "1".repeat(21) }] },
  "a rental with an index that is no hash": { rentals: [{ ...rental, phone_index: "ab" }] },
  "a rental with a clear number that is none": { rentals: [{ ...rental, phone_clear: "call me" }] },
  "a cabinet with a long name": { cabinets: [{ ...cabinet, name: "n".repeat(41) }] },
  "a cabinet without a name": { cabinets: [{ ...cabinet, name: null }] },
  "a site with settings that are no JSON": { site: { ...site, settings: "{" } },
  "a site with a long name": { site: { ...site, name: "n".repeat(61) } },
  "a row that is a number": { lockers: [7] },
  "a row that is null": { cabinets: [null] },
};

describe("puts aside, and takes the row beside it,", () => {
  it.each(Object.entries(POISON))("%s", async (_name, poison) => {
    const login = await test.login();
    const ledger = new FakeLedger();
    const good = { ...locker, rev: 1, locker: 1 };
    const rows = { after: 0, to: 3, ...poison, lockers: [good, ...((poison["lockers"] as unknown[]) ?? [])] };
    const request = ledger.request(0, 0, { rows: rows as unknown as NonNullable<SyncRequest["rows"]> });
    expect(await login.exchange(request)).toMatchObject({ code: "ok", last_rev: 3, dead: 1000 });
    const { user } = login.credentials;
    expect(await test.rows(`SELECT locker FROM locker WHERE gateway_id = ${ID}`, user)).toEqual([
      { locker: 1 },
    ]);
    expect(await test.value(`SELECT COUNT(*) FROM event_dead WHERE gateway_id = ${ID}`, user)).toBe(1);
    for (const table of ["rental", "cabinet", "site"]) {
      expect(await test.value(`SELECT COUNT(*) FROM ${table} WHERE gateway_id = ${ID}`, user)).toBe(0);
    }
  });
});
