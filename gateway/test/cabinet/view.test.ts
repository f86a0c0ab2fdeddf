import type { Slot } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { type CabinetFacts, cabinetView, defaultLayout } from "../../src/cabinet/view.ts";

function slot(locker: number, changes: Partial<Slot>): Slot {
  const free = { held: false, outOfService: false, version: 1, rental: 1, phone: "", wrongTries: 0 };
  return { locker, verifier: new Uint8Array(3), ...free, ...changes };
}

function facts(changes: Partial<CabinetFacts>): CabinetFacts {
  return {
    id: "main",
    name: "Main",
    layout: [[1, 2]],
    pinDigits: 4,
    lockers: 2,
    reachable: true,
    unpaired: false,
    storingPaused: false,
    delivers: true,
    doorsOpen: 0,
    doorsSensed: 0xff,
    relaysOk: 0xff,
    slot: () => undefined,
    damaged: () => false,
    label: () => undefined,
    ...changes,
  };
}

test.each([
  ["free", {}],
  ["held", { slot: (locker: number) => slot(locker, { held: true }) }],
  ["held", { slot: (locker: number) => slot(locker, { held: true, outOfService: true }), relaysOk: 0 }],
  ["out_of_service", { slot: (locker: number) => slot(locker, { outOfService: true }) }],
  ["faulty", { damaged: () => true }],
  ["faulty", { relaysOk: 0xfe }],
  ["free", { relaysOk: 0xfd }],
  ["free", { relaysOk: 0, reachable: false }],
])("a locker is %s", (state, changes) => {
  expect(cabinetView(facts(changes)).lockers[0]?.state).toBe(state);
});

test.each([
  ["closed", {}],
  ["open", { doorsOpen: 1 }],
  ["closed", { doorsOpen: 2 }],
  ["unknown", { doorsOpen: 1, doorsSensed: 2 }],
  ["unknown", { doorsOpen: 1, reachable: false }],
])("a door is %s", (door, changes) => {
  expect(cabinetView(facts(changes)).lockers[0]?.door).toBe(door);
});

test.each([
  ["possible", {}],
  ["full", { slot: (locker: number) => slot(locker, { held: true }) }],
  ["paused", { storingPaused: true }],
  ["keypad_only", { delivers: false }],
  ["unreachable", { reachable: false, storingPaused: true }],
  ["not_paired", { reachable: false, unpaired: true }],
])("storing is %s", (storing, changes) => {
  expect(cabinetView(facts(changes)).storing).toBe(storing);
});

test("locker 32 has its bits too", () => {
  const view = cabinetView(facts({ lockers: 32, doorsSensed: 0xffffffff, doorsOpen: 0x80000000 }));
  expect(view.lockers[31]).toEqual({ number: 32, state: "free", door: "open" });
});

test("without a layout lockers stand in columns of four", () => {
  expect(defaultLayout(10)).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 10],
  ]);
});

test("a locker with a label shows it", () => {
  const { lockers } = cabinetView(facts({ label: (locker) => (locker === 2 ? "Post room" : undefined) }));
  expect(lockers.map(({ label }) => label)).toEqual([undefined, "Post room"]);
  expect(lockers[0]).not.toHaveProperty("label");
});
