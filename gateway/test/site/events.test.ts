import { expect, test } from "vitest";
import { startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };

test("events are listed from a sequence on, and the newest ones", async () => {
  const { clock, site } = await startTestSite();
  await clock.pass(site.open(LOCKER, "first"));
  await clock.pass(site.open(LOCKER, "second"));
  const all = site.events({}).map((event) => event.sequence);
  expect(all).toEqual(all.map((_, index) => index + 1));
  expect(site.events({ after: 2 }).map((event) => event.sequence)).toEqual(all.slice(2));
  expect(site.events({ last: 1 }).map((event) => event.reason)).toEqual(["second"]);
  expect(site.events({ last: 9, after: 3 }).map((event) => event.sequence)).toEqual(all.slice(3));
  expect(site.events({ cabinet: "main" })).toHaveLength(all.length);
  expect(() => site.events({ cabinet: "attic" })).toThrowError(
    expect.objectContaining({ code: "no_such_cabinet" }),
  );
});

test("listeners hear of each event once it is in the ledger", async () => {
  const { clock, site } = await startTestSite();
  const heard: string[] = [];
  const stop = site.onEvent((event) =>
    heard.push(`${event.kind} ${site.events({ last: 1 })[0]?.sequence === event.sequence}`),
  );
  await clock.pass(site.open(LOCKER, "first"));
  stop();
  await clock.pass(site.open(LOCKER, "second"));
  expect(heard).toEqual(["operator_open true"]);
});

test("a keypad event carries the time that the controller knew", async () => {
  const { clock, controller, site } = await startTestSite();
  controller.record("keypad_collect", { locker: 1, reference: Date.UTC(2026, 4, 1) / 1000 });
  controller.record("tamper", { reference: 77 });
  await clock.until(() => site.events({ last: 1 })[0]?.kind === "tamper");
  const [collect, tamper] = site.events({ last: 2 });
  expect(collect?.at).toBe("2026-05-01T00:00:00.000Z");
  expect(tamper?.at).toMatch(/^2026-11-22/);
});

test("an event of a newer firmware is kept under its number", async () => {
  const { clock, controller, site } = await startTestSite();
  controller.record("tamper", { kind: 99, outcome: 200 });
  await clock.until(() => site.events({ last: 1 })[0]?.kind === "kind_99");
  expect(site.events({ last: 1 })[0]).toMatchObject({ outcome: "unknown", actor: "controller" });
});

test("the cabinet is told to listeners when something that shows has changed, and only then", async () => {
  const { clock, controller, site } = await startTestSite();
  await clock.advance(3000);
  const doors: unknown[] = [];
  site.onCabinet((cabinet) => doors.push(cabinet.lockers[0]?.door));
  await clock.advance(5000);
  expect(doors).toEqual([]);
  controller.doorsOpen = 1;
  controller.heartbeat();
  controller.doorsOpen = 0;
  controller.heartbeat();
  expect(doors).toEqual(["open", "closed"]);
});
