import { expect, test } from "vitest";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";

const TROUBLE = { code: "access_denied", message: "The password is wrong.", hint: "Rotate it." };

test("until the sync process says something it is starting", async () => {
  const t = await startSyncSite();
  expect(t.site.status().sync).toEqual({
    state: "starting",
    position: 0,
    backlog: expect.any(Number),
    openCommands: 0,
  });
});

test("what it reports is what people see, until it says nothing for three minutes", async () => {
  const t = await startSyncSite();
  const desk = deskOf(t);
  new MemoryCentral().drain(desk);
  desk.report({ state: "ok", host: "db1:3306", putAside: 2 });
  t.clock.block(179_000);
  expect(desk.status()).toMatchObject({
    state: "ok",
    host: "db1:3306",
    putAside: 2,
    staleSeconds: 179,
    lastSuccess: expect.stringMatching(/^2026-/),
    backlog: 0,
  });
  t.clock.block(1000);
  expect(desk.status()).toMatchObject({ state: "silent", staleSeconds: 180 });
  desk.report({ state: "retrying", error: TROUBLE });
  expect(desk.status()).toMatchObject({ state: "retrying", error: TROUBLE, staleSeconds: 180 });
  desk.report({ state: "stopped", error: TROUBLE });
  expect(desk.status().state).toBe("stopped");
});

test("one that said that it rests for ten minutes is not silent meanwhile", async () => {
  const t = await startSyncSite();
  deskOf(t).report({ state: "stopped", error: TROUBLE, nextIn: 600 });
  t.clock.block(700_000);
  expect(deskOf(t).status().state).toBe("stopped");
  t.clock.block(100_000);
  expect(deskOf(t).status().state).toBe("silent");
});

test("after a restart the age of central's data is told by the wall clock, as far as that can be right", async () => {
  const t = await startSyncSite();
  new MemoryCentral().drain(deskOf(t));
  await t.restart();
  t.clock.wallOffset += 3 * 3_600_000;
  expect(deskOf(t).status().staleSeconds).toBeGreaterThanOrEqual(3 * 3600);
  t.clock.wallOffset = 0;
  expect(deskOf(t).status().staleSeconds).toBeUndefined();
  expect(deskOf(t).status().lastSuccess).toMatch(/^2026-/);
});

test("the wall clock does not decide how old they are while the gateway runs", async () => {
  const t = await startSyncSite();
  new MemoryCentral().drain(deskOf(t));
  t.clock.wallOffset += 86_400_000;
  t.clock.block(5000);
  expect(deskOf(t).status().staleSeconds).toBe(5);
});
