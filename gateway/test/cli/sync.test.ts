import { expect, test } from "vitest";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";
import { serveSyncSite } from "../support/served-sync.ts";
import { deskOf, MemoryCentral } from "../support/sync-site.ts";

/** A sync process that runs whenever it is asked. */
async function synced() {
  const served = await serveSyncSite();
  const desk = deskOf(served.test);
  const central = new MemoryCentral();
  desk.onDue(() => {
    central.drain(desk);
    desk.report({ state: "ok", host: "db1:3306" });
  });
  const run = (...args: string[]) => runHoldfast([...args, "--socket", served.operatorSocket]);
  return { ...served, desk, central, run };
}

test("sync copies now and says how old central's data are", async () => {
  const { run, central, desk } = await synced();
  const { code, stdout } = await run("sync");
  expect(stdout).toBe("sync      central data is 0 s old, 0 events behind, db1:3306\n");
  expect(code).toBe(0);
  expect(central.position).toEqual(desk.ledger().head);
});

test("status tells it in words, and in red with a hint when it does not go on", async () => {
  const { run, test, desk, central } = await synced();
  central.drain(desk);
  desk.report({ state: "ok", host: "db1:3306" });
  test.clock.block(12_000);
  expect((await run("status")).stdout).toContain(
    "sync      central data is 12 s old, 0 events behind, db1:3306\n",
  );
  test.clock.block(3 * 3_600_000);
  const error = {
    code: "refused",
    message: "The password is wrong.",
    hint: "Ask a central admin for a new one.",
  };
  desk.report({ state: "retrying", host: "db1:3306", nextIn: 42, error });
  const { stdout } = await run("status");
  expect(stdout).toMatch(/^sync {6}central data is 3 h 0 min old, .*: The password is wrong\.$/m);
  expect(stdout).toContain("\n          Ask a central admin for a new one. Next try in 42 s.\n");
});

test("a sync that does not succeed ends with 1 and says why", async () => {
  const { operatorSocket, test } = await serveSyncSite();
  const error = { code: "stale_epoch", message: "Two gateways use one login.", hint: "Stop the other one." };
  deskOf(test).onDue(() => deskOf(test).report({ state: "stopped", error }));
  const { code, stdout } = await runHoldfast(["sync", "--socket", operatorSocket]);
  expect(code).toBe(1);
  expect(stdout).toContain("central data is missing, ");
  expect(stdout).toContain("Two gateways use one login.\n          Stop the other one.\n");
});

test("recovery-key shows it with what it is for, and status stops asking for it", async () => {
  const { run, desk } = await synced();
  expect((await run("status")).stdout).toContain("holdfast recovery-key");
  const { stdout } = await run("recovery-key");
  const { groups } = desk.showRecoveryKey();
  for (const group of groups) expect(stdout).toContain(group);
  expect(stdout).toContain("Whoever has it can read the phone numbers in central.");
  expect((await run("status")).stdout).not.toContain("holdfast recovery-key");
  expect(JSON.parse((await run("recovery-key", "--json")).stdout)).toEqual({ groups });
});

test.each([["sync"], ["recovery-key"]])("%s is refused where the site does not sync", async (name) => {
  const { operatorSocket } = await serveMemorySite();
  const { code, stderr } = await runHoldfast([name, "--socket", operatorSocket]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error sync_off: .*\nhint: .*\[sync\]/);
});
