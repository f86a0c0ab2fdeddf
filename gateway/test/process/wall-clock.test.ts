import { expect, test } from "vitest";
import { requestId, startTestSite } from "../support/test-site.ts";

const PHONE = "+41791234567";
const at = (locker: number) => ({ cabinet: "main", locker });
const YEARS_MS = 365.25 * 86_400_000;
const NOW = Date.UTC(2026, 10, 22);

/** Every decision of a day at a site: what was answered, in its order, with the waits that it named. */
async function day(wall: (since: number) => number): Promise<unknown[]> {
  const t = await startTestSite({ prepare: (fake) => fake.keypadStore(5, "41792222222", "1357") });
  const { clock } = t;
  const begun = clock.monotonic();
  clock.wall = () => wall(clock.monotonic() - begun);
  const said: unknown[] = [];
  const note = (what: string, value: unknown) => said.push([what, value]);
  const attempt = async (what: string, promise: Promise<unknown>) => {
    const answer = await clock.pass(promise).catch((error: { code: string; figures: object }) => {
      return { code: error.code, ...error.figures };
    });
    note(what, withoutTokens(answer));
    return answer as Record<string, string>;
  };
  const stored = await attempt("store", t.site.store(at(1), PHONE, requestId()));
  await clock.until(() => t.texts.length === 1);
  await attempt("resend too soon", t.site.resend(stored["receipt"] ?? ""));
  await clock.advance(60_000);
  await attempt("resend", t.site.resend(stored["receipt"] ?? ""));
  await clock.until(() => t.texts.length === 2);
  for (let i = 0; i < 5; i++) await attempt("wrong", t.site.collect(at(1), PHONE, "0000", requestId()));
  await clock.advance(301_000);
  const visit = await attempt("collect", t.site.collect(at(1), PHONE, t.pin(), requestId()));
  await attempt("finish", t.site.finish(visit["visit"] ?? ""));
  const kept = await attempt("collect", t.site.collect(at(5), "+41792222222", "1357", requestId()));
  // A visit lasts ten minutes.
  await clock.advance(601_000);
  await attempt("finish too late", t.site.finish(kept["visit"] ?? ""));
  await t.restart();
  await attempt("after a restart", t.site.collect(at(5), "+41792222222", "1357", requestId()));
  note("pulses", t.controller.pulses);
  note(
    "events",
    t.site.events({}).map(({ kind, outcome, locker }) => [kind, outcome, locker]),
  );
  note(
    "messages",
    t.site.messages().map(({ state, attempts }) => [state, attempts]),
  );
  note("lockers", t.site.state().cabinets[0]?.lockers);
  return said;
}

/** What is decided with a clock that is right; asked once. */
let right: Promise<unknown[]> | undefined;

function withoutTokens(answer: unknown): unknown {
  const { receipt: _receipt, visit: _visit, ...rest } = (answer ?? {}) as Record<string, unknown>;
  return rest;
}

test.each<[string, (since: number) => number]>([
  ["stands at the epoch", () => 0],
  ["is ten years behind", (since) => NOW - 10 * YEARS_MS + since],
  ["is ten years ahead", (since) => NOW + 10 * YEARS_MS + since],
  ["goes backwards", (since) => NOW - since],
  ["jumps by years", (since) => NOW + (Math.floor(since / 1000) % 2 === 0 ? 5 : -5) * YEARS_MS],
])("a wall clock that %s changes no decision, no wait and no order", async (_how, wall) => {
  right ??= day((since) => NOW + since);
  const expected = await right;
  expect(expected).toContainEqual(["wrong", expect.objectContaining({ retryAfter: expect.any(Number) })]);
  expect(await day(wall)).toEqual(expected);
});
