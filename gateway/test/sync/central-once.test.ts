import { expect, test } from "vitest";
import { command, startCommands } from "../support/central-desk.ts";

test("an id is carried out once: doubled in a delivery, while it runs, when it is done, and when that was acknowledged", async () => {
  const t = startCommands();
  let finish = () => {};
  t.desk.gate = () => new Promise((resolve) => (finish = resolve));
  const one = command();
  t.commands.take([one, one]);
  await t.clock.until(() => t.desk.running === 1);
  t.commands.take([one]);
  finish();
  await t.clock.until(() => t.commands.openCount === 0);
  await t.deliver(one);
  t.commands.acknowledged([one.id]);
  await t.deliver(one);
  expect(t.desk.done).toHaveLength(1);
  expect(t.events()).toEqual([`central_command ${one.id}`, `central_command_ended ${one.id} done`]);
});

test("the same id with other content is the same command", async () => {
  const t = startCommands();
  const one = command();
  await t.deliver(one, { ...one, kind: "release", cabinet: "yard", locker: 1 });
  expect(t.desk.done).toHaveLength(1);
});

test("what became of it is told until it was acknowledged, and again when central has forgotten", async () => {
  const t = startCommands();
  const [one, other] = [command(), command({ cabinet: "yard" })];
  await t.deliver(one, other);
  t.commands.acknowledged([other.id, "c0000000-0000-4000-8000-ffffffffffff"]);
  const told = [{ id: one.id, state: "done" }];
  expect(t.commands.acks()).toEqual(told);
  t.restart();
  expect(t.commands.acks()).toEqual(told);
  t.commands.acknowledged([one.id]);
  expect(t.commands.acks()).toEqual([]);
  t.commands.take([one]);
  expect(t.commands.acks()).toEqual(told);
});

test("one that was under way at a sudden end is unknown, and never done again", async () => {
  const t = startCommands();
  t.desk.gate = () => new Promise(() => {});
  const [begun, waiting] = [command(), command({ locker: 4 })];
  t.commands.take([begun, waiting]);
  await t.clock.until(() => t.desk.running === 1);
  t.restart();
  const unknown = {
    id: begun.id,
    state: "unknown",
    result: expect.stringContaining("stopped in its middle"),
  };
  expect(t.commands.acks()).toEqual([unknown]);
  expect(t.events()).toEqual([`central_command ${begun.id}`, `central_command_ended ${begun.id} unknown`]);
  await t.deliver(begun, waiting);
  expect(t.desk.done).toEqual(["out_of_service main/4: the hinge is broken"]);
  expect(t.commands.acks()).toEqual([unknown, { id: waiting.id, state: "done" }]);
});

test("nothing is begun without its row, and nothing after the end", async () => {
  const t = startCommands();
  t.commands.take([command()]);
  t.ledger.close();
  await t.clock.until(() => t.commands.openCount === 0);
  expect(t.logged.join()).toContain("could not be recorded");
  expect(t.desk.done).toEqual([]);
  t.restart();
  t.commands.take([command()]);
  t.commands.close();
  await t.clock.advance(1000);
  expect(t.desk.done).toEqual([]);
});

test("a ledger that fails in the middle is logged and stops nobody else", async () => {
  const t = startCommands();
  const { ledger } = t;
  t.desk.gate = async ({ cabinet }) => {
    if (cabinet === "main") ledger.close();
  };
  t.commands.take([command()]);
  await t.clock.until(() => t.commands.openCount === 0);
  expect(t.logged.join()).toContain("could not be recorded");
  t.restart();
  expect(t.commands.acks()).toMatchObject([{ state: "unknown" }]);
});

test("acknowledged ones are forgotten after ten thousand others, a few at once; others never", async () => {
  const t = startCommands();
  const [first, second, third] = [command(), command(), command()];
  await t.deliver(first, second, third);
  t.ledger.change(() => {
    t.ledger.store((db) =>
      db.exec(
        `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10300)
         INSERT INTO central_command SELECT 'old-' || n, 'release', 'main', 1, '', '', 'done', NULL, 0, 1 FROM n`,
      ),
    );
  });
  const left = () =>
    t.ledger.store((db) => db.prepare("SELECT count(*) FROM central_command").pluck().get()) as number;
  t.commands.acknowledged([first.id, third.id]);
  expect(left()).toBe(10_103);
  t.commands.acknowledged([first.id]);
  // The unacknowledged one is over that number.
  expect(left()).toBe(10_001);
  t.commands.acknowledged([first.id]);
  expect(left()).toBe(10_001);
  expect(t.commands.acks()).toEqual([{ id: second.id, state: "done" }]);
});
