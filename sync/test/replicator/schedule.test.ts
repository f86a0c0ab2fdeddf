import { createTask } from "node-cron";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../../gateway/test/support/virtual-clock.ts";
import { followSchedule, phaseOf, whatIsWrong } from "../../src/replicator/schedule.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Counts how often a cycle is due; time begins at 12:00:00 UTC. */
function followed(schedule: string, phase = 0) {
  const clock = new VirtualClock();
  clock.wallOffset = Date.UTC(2026, 10, 22, 12) - clock.monotonic();
  const seen = { minutes: 0, due: [] as string[] };
  const stop = followSchedule(schedule, phase, clock, (due) => {
    seen.minutes++;
    if (due) seen.due.push(new Date(clock.wall()).toISOString().slice(11, 19));
  });
  return { clock, seen, stop };
}

it("comes once a minute at the second that belongs to the login", async () => {
  const { clock, seen } = followed("* * * * *", 17);
  await clock.advance(3 * MINUTE);
  expect(seen.due).toEqual(["12:00:17", "12:01:17", "12:02:17"]);
});

it("asks the expression whether this minute is meant", async () => {
  const { clock, seen } = followed("*/15 * * * *", 5);
  await clock.advance(HOUR);
  expect(seen).toEqual({ minutes: 60, due: ["12:00:05", "12:15:05", "12:30:05", "12:45:05"] });
});

it.each([
  "*/7 3-5 * * *",
  "0 13 22 11 *",
  "0 13 * nov sun",
  "0 14 * * 7",
  "0 14 * 12 *",
  "30 6 28-30 * 1-5",
  "0 15 * * 0#4",
  "0 16 L * *",
])("means by %s the minutes that node-cron means", async (schedule) => {
  const { clock, seen } = followed(schedule);
  const begin = clock.wall();
  const minutes = Array.from({ length: (10 * DAY) / MINUTE }, (_, at) => new Date(begin + at * MINUTE));
  await clock.advance(10 * DAY - MINUTE);
  const task = createTask(schedule, () => {});
  const meant = minutes.slice(1).filter((minute) => task.match(minute));
  expect(seen.due).toEqual(meant.map((minute) => minute.toISOString().slice(11, 19)));
});

it("spreads logins over the minute", () => {
  const phases = Array.from({ length: 2000 }, (_, at) => phaseOf(`holdfast-site-${at}`));
  const perSecond = new Array(60).fill(0);
  for (const phase of phases) perSecond[phase]++;
  expect(Math.min(...perSecond)).toBeGreaterThan(10);
  expect(Math.max(...perSecond)).toBeLessThan(70);
  expect(phaseOf("holdfast-zurich")).toBe(phaseOf("holdfast-zurich"));
});

describe("a clock that is set", () => {
  it.each([
    ["a day back", -DAY],
    ["a day forward", DAY],
    ["from 1970 to today", 56 * 365 * DAY],
    ["ten years back", -3650 * DAY],
  ])("%s makes it miss no minute", async (_name, jump) => {
    const { clock, seen } = followed("* * * * *", 30);
    await clock.advance(10 * MINUTE);
    clock.wallOffset += jump + 7000;
    await clock.advance(10 * MINUTE);
    expect(seen.due.length).toBeGreaterThanOrEqual(19);
    expect(seen.due.length).toBeLessThanOrEqual(21);
    expect(seen.due.at(-1)?.slice(6)).toBe("30");
  });
});

it("stops when it is told to", async () => {
  const { clock, seen, stop } = followed("* * * * *");
  stop();
  await clock.advance(5 * MINUTE);
  expect(seen.minutes).toBe(0);
  expect(clock.timers).toBe(0);
});

describe("says what is wrong with", () => {
  it.each([
    ["* * * *", "five fields"],
    ["* * * * * *", "five fields"],
    ["@hourly", "five fields"],
    ["61 * * * *", "minute"],
    ["* 24 * * *", "hour"],
    ["a b c d e", "minute"],
    ["0 0 31 2 *", "impossible"],
  ])("%s", (schedule, told) => {
    expect(whatIsWrong(schedule)).toContain(told);
  });

  it.each(["* * * * *", "*/5 * * * *", "0 3 * * 1-5", "15,45 6-22 * * *"])("nothing with %s", (schedule) => {
    expect(whatIsWrong(schedule)).toBeUndefined();
  });
});
