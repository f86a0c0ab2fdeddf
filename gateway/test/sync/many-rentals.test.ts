import { expect, test } from "vitest";
import { CopiedRowStore } from "../../src/ledger/copied-row-store.ts";
import { type Ledger, openLedger } from "../../src/ledger/ledger.ts";
import { plansOf } from "../support/kept-ledger.ts";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { temporaryFolder } from "../support/test-site.ts";

const DAY_MS = 86_400_000;

function addRentals(
  ledger: Ledger,
  count: number,
  startedAt = 0,
  endedAt: number | undefined = startedAt,
): void {
  ledger.change(() => {
    for (let number = 1; number <= count; number++) {
      const id = ledger.rentals.start({
        ...{ cabinet: "main", epoch: 1, locker: 1, number, phone: "41791234567", source: "keypad" },
        ...{ receipt: null, started_at: startedAt },
      });
      if (endedAt !== undefined) ledger.rentals.end(id, endedAt, "keypad_finish");
    }
  });
}

test("a site with a past of many rentals brings them in pages, each once", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  addRentals(ledger, 2500);
  const t = await startSyncSite({}, { ledger });
  const central = new MemoryCentral();
  const first = central.pull(deskOf(t), 300);
  expect(first.rowsLeft).toBe(true);
  expect(first.rows.rentals.length).toBeLessThanOrEqual(300);
  central.drain(deskOf(t), 300);
  const rentals = [...central.rows.keys()].filter((key) => key.startsWith("rental"));
  expect(rentals).toHaveLength(2500);
  expect(central.texts.join("").match(/"rental":2500,/g)).toHaveLength(1);
});

test("not more than a thousand are noted at once", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  addRentals(ledger, 1700);
  const t = await startSyncSite({}, { ledger });
  deskOf(t).batch({ after: 0, rowsAfter: 0, most: 10 });
  const noted = ledger.store((db) =>
    db.prepare("SELECT count(*) AS count FROM copied_row WHERE what = 'rental'"),
  );
  expect(noted.get()).toEqual({ count: 1000 });
});

test("a phone of long ago does not leave the site any more", async () => {
  const ledger = openLedger(temporaryFolder(), 0);
  const now = Date.UTC(2026, 10, 22);
  addRentals(ledger, 1, now - 40 * DAY_MS, now - 31 * DAY_MS);
  addRentals(ledger, 1, now - 40 * DAY_MS, now - 29 * DAY_MS);
  const t = await startSyncSite({}, { ledger });
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(central.row("rental 1")?.["phone_masked"]).toBeUndefined();
  expect(central.row("rental 1")?.["phone_sealed"]).toBeUndefined();
  expect(central.row("rental 2")?.["phone_masked"]).toBe("…567");
});

test("what is looked at does not grow with the rentals of the past", () => {
  const folder = temporaryFolder();
  openLedger(folder, 0).close();
  const plans = plansOf(folder, (db) => new CopiedRowStore(db));
  const byOpenOnes = plans.filter((plan) => plan.includes("INDEX copied_open"));
  expect(byOpenOnes).toHaveLength(2);
  // Once in a long time all are renumbered; of one kind are read what is no rental, and for a comparison the lockers.
  const others = plans.filter((plan) => /copied_row/.test(plan) && !byOpenOnes.includes(plan));
  expect(others.filter((plan) => plan.startsWith("SCAN"))).toEqual(["SCAN copied_row"]);
  expect(others.filter((plan) => plan.includes("(what=?)"))).toHaveLength(2);
});
