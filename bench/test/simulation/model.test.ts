import { beforeEach, expect, test } from "vitest";
import { Model } from "../../src/simulation/model.ts";
import { KINDS } from "../../src/simulation/rights.ts";
import { Violations } from "../../src/simulation/violations.ts";

let now = 0;
let violations: Violations;
let model: Model;
let sequence = 0;

beforeEach(() => {
  now = 1000;
  sequence = 0;
  violations = new Violations(() => now);
  model = new Model(8, () => now, violations);
});

function pulse(locker: number, kind: number, reference = 1, outcome = 0x0f): void {
  sequence++;
  model.pulse(locker, { kind, sequence, locker, outcome, rental: 1, reference });
}

function broken(): string[] {
  return violations.all.map(({ invariant }) => invariant);
}

function store(locker: number, phone: string, pin: string): void {
  const act = model.begin({ by: "keypad", deed: "store", locker, phone, pin });
  pulse(locker, KINDS["keypad store"]);
  model.end(act, "done");
}

test("who stored may collect, once for each time they ask", () => {
  store(3, "41791111111", "471100");
  const act = model.begin({ by: "page", deed: "collect", locker: 3, phone: "41791111111", pin: "471100" });
  pulse(3, KINDS["page collect"], 17);
  expect(broken()).toEqual([]);
  pulse(3, KINDS["page collect"], 18);
  model.end(act, "done");
  expect(broken()).toEqual(["S3"]);
});

test("a pulse that nobody asked for", () => {
  pulse(3, KINDS["keypad store"]);
  expect(broken()).toEqual(["S4"]);
});

test("a wrong PIN", () => {
  store(3, "41791111111", "471100");
  model.begin({ by: "keypad", deed: "collect", locker: 3, phone: "41791111111", pin: "471101" });
  pulse(3, KINDS["keypad collect"]);
  expect(broken()).toEqual(["S2"]);
});

test("a pulse before its record", () => {
  model.begin({ by: "operator", deed: "open", locker: 3 });
  pulse(3, KINDS["operator open"], 17, 0xff);
  expect(broken()).toEqual(["S2"]);
});

test("the same command twice", () => {
  model.end(model.begin({ by: "operator", deed: "open", locker: 3 }), "unknown");
  model.begin({ by: "operator", deed: "open", locker: 3 });
  pulse(3, KINDS["operator open"], 17);
  pulse(3, KINDS["operator open"], 17);
  expect(broken()).toEqual(["S3"]);
});

test("a command that is late", () => {
  model.begin({ by: "operator", deed: "open", locker: 3 });
  now += 13_000;
  pulse(3, KINDS["operator open"]);
  expect(broken()).toEqual(["S2"]);
});

test("a released locker does not open any more", () => {
  store(3, "41791111111", "471100");
  model.end(model.begin({ by: "operator", deed: "release", locker: 3 }), "done");
  model.begin({ by: "keypad", deed: "collect", locker: 3, phone: "41791111111", pin: "471100" });
  pulse(3, KINDS["keypad collect"]);
  expect(broken()).toEqual(["S8"]);
});

test("after a power cut in the middle of a store both are possible, until something decides", () => {
  model.end(
    model.begin({ by: "keypad", deed: "store", locker: 3, phone: "41791111111", pin: "471100" }),
    "unknown",
  );
  expect(model.possible(3).map(({ held }) => held)).toEqual([false, true]);
  now += 1000;
  const act = model.begin({ by: "keypad", deed: "collect", locker: 3, phone: "41791111111", pin: "471100" });
  pulse(3, KINDS["keypad collect"]);
  model.end(act, "done");
  expect(model.certain(3)?.held).toBe(true);
  expect(broken()).toEqual([]);
});

test("a door that was said to be open and was not", () => {
  model.end(model.begin({ by: "operator", deed: "open", locker: 3 }), "done");
  expect(broken()).toEqual(["S5"]);
});

test("a right PIN that is refused", () => {
  store(3, "41791111111", "471100");
  const act = model.begin({ by: "keypad", deed: "collect", locker: 3, phone: "41791111111", pin: "471100" });
  model.end(act, "nothing");
  model.refused(act, "wrong");
  expect(broken()).toEqual(["S5"]);
});

test("a fifth try within five minutes", () => {
  store(3, "41791111111", "471100");
  for (let tries = 0; tries < 5; tries++) {
    now += 10_000;
    const act = model.begin({ by: "page", deed: "collect", locker: 3, phone: "41791111111", pin: "000000" });
    model.end(act, "nothing");
    now += 1;
    model.refused(act, "wrong");
  }
  expect(broken()).toEqual(["S7"]);
});

test("tries in the middle of which power failed may have been counted twice each: two of them make a phone wait", () => {
  const phone = "41791111111";
  store(3, phone, "471100");
  const tried = [];
  for (let cuts = 0; cuts < 2; cuts++) {
    const act = model.begin({ by: "keypad", deed: "collect", locker: 3, phone, pin: "471100" });
    model.powerFailed();
    model.end(act, "unknown");
    tried.push(model.budget.tried(phone));
  }
  expect(tried).toEqual([false, true]);
});
