import { describe, expect, it } from "vitest";
import { settled, VirtualClock } from "../../../gateway/test/support/virtual-clock.ts";
import { SyncProblem } from "../../src/replicator/index.ts";
import { Scheduler } from "../../src/replicator/scheduler.ts";

/** Cycles that end when the test says so. */
function scheduled(random = () => 0.5) {
  const clock = new VirtualClock();
  const seen = { runs: 0, most: 0, waits: [] as number[] };
  let open: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const scheduler = new Scheduler({
    run: () => {
      seen.runs++;
      return new Promise<void>((resolve, reject) => {
        open.push({ resolve, reject });
        seen.most = Math.max(seen.most, open.length);
      });
    },
    onFailure: async (_problem, wait) => void seen.waits.push(Math.round(wait)),
    clock,
    random,
  });
  const end = async (problem?: SyncProblem) => {
    const [first, ...rest] = open;
    open = rest;
    if (problem) first?.reject(problem);
    else first?.resolve();
    await settled();
  };
  return { clock, seen, scheduler, end };
}

const away = new SyncProblem("gateway_away");

describe("no overlap:", () => {
  it("the schedule passes by a cycle that still runs", async () => {
    const { scheduler, seen, end } = scheduled();
    expect(scheduler.request("schedule")).toBe(true);
    expect(scheduler.request("schedule")).toBe(false);
    await end();
    expect(seen).toMatchObject({ runs: 1, most: 1 });
  });

  it("who asks meanwhile gets one more, however many ask", async () => {
    const { scheduler, seen, end } = scheduled();
    scheduler.request("schedule");
    for (const why of ["asked", "command", "open", "asked"] as const) scheduler.request(why);
    await end();
    expect(seen).toMatchObject({ runs: 2, most: 1 });
    await end();
    expect(seen.runs).toBe(2);
  });
});

describe("after a failure", () => {
  it("comes again by itself, later and later, up to a minute", async () => {
    const { scheduler, seen, clock, end } = scheduled(() => 0.999);
    scheduler.request("schedule");
    for (let failure = 0; failure < 9; failure++) {
      await end(away);
      await clock.advance(60_000);
    }
    expect(seen.runs).toBe(10);
    expect(seen.waits.slice(0, 4)).toEqual([1999, 3997, 7993, 15_985]);
    expect(Math.max(...seen.waits)).toBeLessThanOrEqual(60_000);
  });

  it.each(["schedule", "command", "open"] as const)("is not hurried by: %s", async (why) => {
    const { scheduler, seen, end } = scheduled();
    scheduler.request("schedule");
    await end(away);
    expect(scheduler.request(why)).toBe(false);
    expect(seen.runs).toBe(1);
  });

  it("is hurried by a person, and the old wait is over", async () => {
    const { scheduler, seen, clock, end } = scheduled();
    scheduler.request("schedule");
    await end(away);
    expect(scheduler.request("asked")).toBe(true);
    await end();
    await clock.advance(120_000);
    expect(seen.runs).toBe(2);
  });

  it("waits ten minutes and a little when a person has to do something", async () => {
    const { scheduler, seen, clock, end } = scheduled();
    scheduler.request("schedule");
    await end(new SyncProblem("login_used_twice"));
    await clock.advance(600_000);
    expect(seen.runs).toBe(1);
    await clock.advance(61_000);
    expect(seen.runs).toBe(2);
  });

  it("waits as long as the hosts rest", async () => {
    const { scheduler, seen, end } = scheduled();
    scheduler.request("schedule");
    await end(new SyncProblem("unreachable").met({ retryAfter: 12_345 }));
    expect(seen.waits).toEqual([12_346]);
  });

  it("is no hurry of a clock that is set", async () => {
    const { scheduler, seen, clock, end } = scheduled();
    scheduler.request("schedule");
    await end(away);
    clock.wallOffset += 86_400_000;
    await clock.advance(900);
    expect(seen.runs).toBe(1);
    clock.wallOffset -= 2 * 86_400_000;
    await clock.advance(1100);
    expect(seen.runs).toBe(2);
  });
});

it("begins nothing after it was closed", async () => {
  const { scheduler, seen, clock, end } = scheduled();
  scheduler.request("schedule");
  scheduler.close();
  await end(away);
  await clock.advance(120_000);
  expect(scheduler.request("asked")).toBe(false);
  expect(seen).toMatchObject({ runs: 1, waits: [] });
  expect(clock.timers).toBe(0);
});
