import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { sealer } from "../../src/sync/sealer.ts";
import {
  copyOf,
  eventsOf,
  KEY,
  newMachine,
  PHONE,
  rental,
  slotRecord,
  THREE,
} from "../support/central-copy.ts";

test("a new life begins after the last event that central has, with the lost one's number before it", async () => {
  const machine = newMachine();
  const restored = await machine.restore(copyOf([rental(1), ...THREE]));
  expect(restored).toMatchObject({
    site: "Old",
    events: 3,
    missing: 0,
    rentals: 1,
    open: 1,
    kept: undefined,
  });
  const ledger = openLedger(machine.data, 0);
  expect(ledger.life).toMatchObject({ epoch: 4, cause: "restored", first_event: 4 });
  expect(ledger.firstBroken()).toBeUndefined();
  expect(ledger.events({ last: 1 })).toMatchObject([
    { kind: "ledger_restored", detail: { why: "built again from central", events: 3, missing: 0, life: 4 } },
  ]);
  expect(ledger.rentals.get(1)).toMatchObject({ phone: PHONE, number: 1, ended_by: null });
  ledger.close();
});

test("an erased phone is empty, and a rental that ended stays so", async () => {
  const machine = newMachine();
  const over = { ended_at: 2000, ended_by: "keypad_finish", phone_sealed: null };
  await machine.restore(copyOf([rental(1, over), rental(2, { ended_at: 2000 }), ...THREE]));
  expect(machine.rows("SELECT id, phone, ended_at, ended_by FROM rental")).toEqual([
    { id: 1, phone: "", ended_at: 2000, ended_by: "keypad_finish" },
    { id: 2, phone: PHONE, ended_at: 2000, ended_by: "corrected" },
  ]);
});

test("of two rentals that are open at one locker the later one is", async () => {
  const machine = newMachine();
  await machine.restore(copyOf([rental(1), rental(2), ...THREE]));
  expect(machine.rows("SELECT id FROM rental WHERE ended_by IS NULL")).toEqual([{ id: 2 }]);
});

test("labels come back, but for what is none; slots wait for their controller's word", async () => {
  const machine = newMachine();
  const locker = (number: number, label: string | null, sealed: string | null) =>
    ({ what: "locker", cabinet: "main", locker: number, label, sealed }) as const;
  const seals = sealer(KEY);
  await machine.restore(
    copyOf([
      locker(1, "Post room", seals.sealSlot("main", 1, slotRecord(1))),
      locker(2, "two\nlines", null),
      // Central moved it from another locker.
      locker(3, null, seals.sealSlot("main", 2, slotRecord(2))),
      locker(4, null, seals.sealSlot("main", 4, slotRecord(5))),
      ...THREE,
    ]),
  );
  expect(machine.rows("SELECT * FROM label")).toEqual([{ cabinet: "main", locker: 1, text: "Post room" }]);
  expect(machine.rows("SELECT locker, kept, damaged FROM slot")).toEqual([
    { locker: 1, kept: null, damaged: 1 },
  ]);
});

test("where retention took the front, the chain begins there, and an event says how much is missing", async () => {
  const machine = newMachine();
  const { sequence, hash } = THREE[1];
  const rest = eventsOf([{}], 2, hash);
  const restored = await machine.restore(copyOf([{ what: "place", sequence, hash }, ...rest]));
  expect(restored).toMatchObject({ events: 3, missing: 2 });
  const ledger = openLedger(machine.data, 0);
  expect(ledger.firstBroken()).toBeUndefined();
  expect(ledger.events({}).map((event) => event.sequence)).toEqual([3, 4]);
  expect(ledger.events({ last: 1 })[0]?.detail).toMatchObject({ missing: 2 });
  expect(ledger.countEvents()).toBe(4);
  ledger.close();
});

test.each<[string, (lines: typeof THREE) => ReturnType<typeof copyOf>]>([
  ["was changed", ([a, b, c]) => copyOf([a, { ...b, body: b.body.replace("boot", "open") }, c])],
  ["was put aside by central", ([a, b, c]) => copyOf([a, { what: "place", sequence: 2, hash: b.hash }, c])],
  ["is none", () => copyOf(eventsOf([{}, { kind: 5 }, {}]))],
])("an event that %s leaves its hash, and the chain holds around it", async (_what, make) => {
  const machine = newMachine();
  expect(await machine.restore(make(THREE))).toMatchObject({ events: 3, missing: 1 });
  const ledger = openLedger(machine.data, 0);
  expect(ledger.firstBroken()).toBeUndefined();
  expect(ledger.events({}).map((event) => event.sequence)).toEqual([1, 3, 4]);
  ledger.close();
});

test("journals go on where they were read to, under the controller that they belong to", async () => {
  const machine = newMachine();
  const began = (cabinet: string, kind: string, detail: object) => ({ cabinet, kind, detail });
  await machine.restore(
    copyOf([
      rental(1),
      ...eventsOf([
        began("main", "ledger_began", { controller: "01020304", epoch: 1, lost: 9 }),
        { cabinet: "main", epoch: 1, journal: 10 },
        began("main", "journal_gap", { controller: "01020304", epoch: 1, lost: 5 }),
        { cabinet: "main", epoch: 1, journal: 16 },
        began("yard", "controller_replaced", { controller: "0a0b0c0d", epoch: 2 }),
        { cabinet: "attic", epoch: 7, journal: 3 },
        began("cellar", "ledger_began", { controller: "0102030a", epoch: 1 }),
        { cabinet: "cellar", epoch: 1, journal: 4 },
        began("cellar", "journal_gap", { controller: "0102030a", epoch: 1, lost: 5 }),
      ]),
    ]),
  );
  const cabinets = machine.rows(
    "SELECT id, lower(hex(controller)) AS controller, epoch, position, known_to FROM cabinet ORDER BY id",
  );
  expect(cabinets).toEqual([
    { id: "attic", controller: "", epoch: 7, position: 3, known_to: 9 },
    { id: "cellar", controller: "0102030a", epoch: 1, position: 9, known_to: 9 },
    { id: "main", controller: "01020304", epoch: 1, position: 16, known_to: 9 },
    { id: "yard", controller: "0a0b0c0d", epoch: 2, position: 0, known_to: 9 },
  ]);
  expect(machine.rows("SELECT epoch FROM rental")).toEqual([{ epoch: 1 }]);
  expect(machine.rows("SELECT cabinet, epoch, journal FROM event WHERE journal = 16")).toHaveLength(1);
});
