import { encodeSlot } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { makeBackup } from "../../src/backup/make-backup.ts";
import { restoreBackup } from "../../src/backup/restore-backup.ts";
import { type Ledger, openLedger } from "../../src/ledger/ledger.ts";
import { findDifferences } from "../../src/site/settle-table.ts";
import { SlotTable } from "../../src/site/slot-table.ts";
import { temporaryFolder } from "../support/test-site.ts";

const NEVER = new AbortController().signal;
const PHONE = "41791234567";
const COMMAND = {
  cabinet: "main",
  locker: 1,
  kind: "store",
  actor: "web",
  reason: null,
  request: new Uint8Array(32).fill(1),
  fingerprint: new Uint8Array(32),
  phone: PHONE,
  message: null,
  at: 0,
} as const;
const SLOT = encodeSlot({
  locker: 3,
  held: true,
  outOfService: false,
  version: 1,
  rental: 7,
  phone: PHONE,
  wrongTries: 0,
  verifier: new Uint8Array([1, 2, 3]),
});

function fill(ledger: Ledger): number {
  return ledger.change(() => {
    ledger.cabinets.setSlot("main", { locker: 3, record: SLOT, kept: SLOT, damaged: 0 });
    ledger.cabinets.setSlot("main", { locker: 4, record: null, kept: null, damaged: 0 });
    ledger.rentals.start({
      cabinet: "main",
      epoch: 1,
      locker: 3,
      number: 7,
      phone: PHONE,
      source: "keypad",
      receipt: null,
      started_at: 0,
    });
    return ledger.commands.add(COMMAND);
  });
}

/** What becomes of a ledger by way of a backup, with what happened after the backup lost. */
async function restored(after: (ledger: Ledger) => void = () => {}) {
  const folder = temporaryFolder();
  const before = openLedger(folder, 0);
  const command = fill(before);
  const { path } = await makeBackup(before, folder, NEVER);
  after(before);
  const { id } = before.life;
  before.close();
  await restoreBackup(folder, path, 0);
  return { folder, path, command, id, ledger: openLedger(folder, 0) };
}

test("it is another life: the next epoch, an id of its own, from a known event on", async () => {
  const { ledger, folder, path, id } = await restored();
  expect(ledger.life).toMatchObject({ epoch: 2, cause: "restored", first_event: 1 });
  expect(ledger.life.id).toMatch(/^[0-9a-f]{32}$/);
  expect(ledger.life.id).not.toBe(id);
  const first = ledger.life.id;
  ledger.close();
  await restoreBackup(folder, path, 0);
  const again = openLedger(folder, 0);
  expect(again.life.epoch).toBe(2);
  expect(again.life.id).not.toBe(first);
  again.close();
});

test("no command gets an id that was used after the backup", async () => {
  let last = 0;
  const { ledger } = await restored((before) => {
    for (let i = 0; i < 1000; i++) last = before.commands.add({ ...COMMAND, request: null });
  });
  expect(ledger.commands.add({ ...COMMAND, request: null })).toBeGreaterThan(last);
  expect(ledger.commands.highestId).toBeLessThan(2 ** 32);
  ledger.close();
});

test("a command that was under way is in doubt: its request is not carried out a second time", async () => {
  const { ledger, command } = await restored();
  expect(ledger.commands.get(command)).toMatchObject({ state: "settled", outcome: "unknown", phone: PHONE });
  expect(ledger.commands.byRequest(COMMAND.request)?.id).toBe(command);
  expect(ledger.commands.unsettled("main")).toEqual([]);
  ledger.close();
});

test("a right that may be over is not written into a slot that the controller lost", async () => {
  const { ledger } = await restored();
  const table = new SlotTable(ledger, "main");
  table.take(3, null);
  expect(table.damaged(3)).toBe(true);
  expect(table.damaged(4)).toBe(false);
  const context = { cabinet: "main", epoch: 1, lockers: 8, wall: 0 };
  expect(findDifferences(ledger, table, context)).toMatchObject({ restorations: [], differing: [] });
  // What the controller itself has said since may be filled again.
  table.take(3, SLOT);
  expect(table.damaged(3)).toBe(false);
  table.spoil(3);
  expect(findDifferences(ledger, table, context).restorations).toEqual([
    { locker: 3, record: SLOT, needsPin: false },
  ]);
  ledger.close();
});

test("in a ledger that was never restored a lost slot is filled again from what the ledger knows", () => {
  const ledger = openLedger(temporaryFolder(), 0);
  fill(ledger);
  const table = new SlotTable(ledger, "main");
  table.spoil(3);
  const context = { cabinet: "main", epoch: 1, lockers: 8, wall: 0 };
  expect(findDifferences(ledger, table, context).restorations).toHaveLength(1);
  ledger.close();
});
