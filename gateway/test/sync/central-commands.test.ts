import { expect, test } from "vitest";
import { HoldfastError } from "../../src/contract/error.ts";
import { command, startCommands } from "../support/central-desk.ts";

test.each([
  ["release", null, "release main/3: the hinge is broken"],
  ["out_of_service", null, "out_of_service main/3: the hinge is broken"],
  ["in_service", null, "in_service main/3: the hinge is broken"],
  ["reissue_pin", null, "reissue_pin main/3: the hinge is broken"],
  ["label", " Post room ", 'label main/3 "Post room": the hinge is broken'],
  ["label", "", 'label main/3 "": the hinge is broken'],
])("carries out %s", async (kind, payload, done) => {
  const t = startCommands();
  const one = command({ kind, payload });
  await t.deliver(one);
  expect(t.desk.done).toEqual([done]);
  expect(t.commands.acks()).toEqual([{ id: one.id, state: "done" }]);
  expect(t.finished).toEqual([one.id]);
});

test("who, why and what stand in the ledger before and after", async () => {
  const t = startCommands();
  const one = command();
  await t.deliver(one);
  const detail = { id: one.id, kind: "out_of_service", who: "anna@10.0.0.7" };
  const common = { cabinet: "main", locker: 3, actor: "central", reason: one.reason, detail };
  expect(t.ledger.events({})).toMatchObject([
    { kind: "central_command", ...common },
    { kind: "central_command_ended", outcome: "done", ...common },
  ]);
});

test("take returns before anything is begun", () => {
  const t = startCommands();
  t.commands.take([command()]);
  expect(t.desk.done).toEqual([]);
  expect(t.events()).toEqual([]);
  expect(t.commands.openCount).toBe(1);
});

test.each([
  ["bad_request", { kind: "self_destruct" }],
  ["bad_request", { kind: "constructor" }],
  ["no_such_cabinet", { cabinet: "attic" }],
  ["no_such_locker", { locker: 9 }],
  ["no_such_locker", { locker: -1 }],
  ["reason_missing", { reason: " a " }],
  ["bad_label", { kind: "label" }],
  ["bad_label", { kind: "label", payload: "x".repeat(21) }],
  ["bad_label", { kind: "label", payload: "two\nlines" }],
  ["bad_label", { kind: "label", payload: "\u202eevil" }],
])("refuses with %s: %o", async (code, changes) => {
  const t = startCommands();
  const one = command(changes);
  await t.deliver(one);
  expect(t.desk.done).toEqual([]);
  expect(t.commands.acks()).toEqual([
    { id: one.id, state: "refused", result: expect.stringMatching(new RegExp(`^${code}: .{10,190}$`)) },
  ]);
  expect(t.events()).toEqual([`central_command_ended ${one.id} refused`]);
  expect(t.ledger.events({})[0]?.cabinet).toBe(code.startsWith("no_such") ? undefined : "main");
});

test.each([
  ["refused", "locker_not_held: ", new HoldfastError("locker_not_held")],
  ["unknown", "result_unknown: ", new HoldfastError("result_unknown")],
  ["unknown", "internal: ", new Error("a secret text")],
])("tells that it was %s, and why: %s", async (state, why, error) => {
  const t = startCommands();
  t.desk.gate = () => Promise.reject(error);
  const one = command();
  await t.deliver(one);
  expect(t.commands.acks()).toMatchObject([{ id: one.id, state }]);
  expect(t.commands.acks()[0]?.result).toContain(why);
  expect(t.commands.acks()[0]?.result).not.toContain("secret");
});

test("does nothing after its time, which counts from its delivery and also while it waits", async () => {
  const t = startCommands();
  const late = command({ ttl_ms: 0 });
  await t.deliver(late);
  let finish = () => {};
  t.desk.gate = () => new Promise((resolve) => (finish = resolve));
  const [slow, waiting] = [command(), command({ ttl_ms: 5000 })];
  t.commands.take([slow, waiting]);
  await t.clock.until(() => t.desk.running === 1);
  t.clock.wallOffset += 1e12;
  await t.clock.advance(5000);
  finish();
  await t.clock.until(() => t.commands.openCount === 0);
  expect(t.desk.done).toHaveLength(1);
  expect(t.commands.acks().map(({ id, state }) => [id, state])).toEqual([
    [late.id, "expired"],
    [slow.id, "done"],
    [waiting.id, "expired"],
  ]);
});

test("works at each cabinet one by one, and at two cabinets at once", async () => {
  const t = startCommands();
  const ends: (() => void)[] = [];
  t.desk.gate = () => new Promise((resolve) => void ends.push(resolve));
  t.commands.take([command(), command({ locker: 4 }), command({ cabinet: "yard" })]);
  await t.clock.advance(1000);
  expect(t.desk.done.map((text) => text.split(" ")[1])).toEqual(["main/3:", "yard/3:"]);
  expect(t.commands.openCount).toBe(3);
  for (const end of ends.splice(0)) end();
  await t.clock.until(() => t.desk.done.length === 3);
  for (const end of ends) end();
  await t.clock.until(() => t.commands.openCount === 0);
  expect(t.commands.acks()).toHaveLength(3);
});

test("leaves a cabinet that cannot be reached alone, without a word in the ledger", async () => {
  const t = startCommands();
  t.desk.unreachable.add("main");
  const one = command();
  const [elsewhere, label] = [command({ cabinet: "yard" }), command({ kind: "label", payload: "Post" })];
  await t.deliver(one, elsewhere, label);
  expect(t.commands.acks().map(({ id }) => id)).toEqual(expect.arrayContaining([elsewhere.id, label.id]));
  expect(t.events().join()).not.toContain(one.id);
  t.desk.unreachable.clear();
  await t.deliver(one);
  expect(t.commands.acks()).toContainEqual({ id: one.id, state: "done" });
});

test("one that could not be reached in time is over", async () => {
  const t = startCommands();
  t.desk.unreachable.add("main");
  const one = command();
  await t.deliver(one);
  await t.deliver({ ...one, ttl_ms: 0 });
  expect(t.commands.acks()).toMatchObject([{ id: one.id, state: "expired" }]);
  expect(t.desk.done).toEqual([]);
});

test.each(["cabinet_busy", "cabinet_unreachable"] as const)(
  "one that certainly had no effect (%s) may be begun again",
  async (code) => {
    const t = startCommands();
    t.desk.gate = () => Promise.reject(new HoldfastError(code));
    const one = command();
    await t.deliver(one);
    expect(t.commands.acks()).toEqual([]);
    expect(t.events()).toEqual([`central_command ${one.id}`, `central_command_put_off ${one.id} ${code}`]);
    t.desk.gate = () => Promise.resolve();
    await t.deliver(one);
    expect(t.commands.acks()).toEqual([{ id: one.id, state: "done" }]);
  },
);

test("a thousand wait at most; the rest is left for the next delivery", async () => {
  const t = startCommands();
  t.desk.unreachable.add("main");
  const many = Array.from({ length: 1003 }, () => command());
  t.commands.take(many);
  expect(t.commands.openCount).toBe(1000);
  await t.clock.until(() => t.commands.openCount === 0);
  t.desk.unreachable.clear();
  await t.deliver(...many.slice(1000));
  expect(t.desk.done).toHaveLength(3);
});
