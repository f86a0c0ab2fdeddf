import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GatewayClient } from "../../src/client/index.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { kindsOf, ledgerFile, makeBackedUp, makeLedger, spoilEvent } from "../support/kept-ledger.ts";
import { NOBODY, startGatewayProcess } from "../support/run-gateway.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { temporaryFolder } from "../support/served-site.ts";

async function runningGateway() {
  const folder = temporaryFolder();
  const gateway = startGatewayProcess(NOBODY, folder);
  await gateway.ready;
  const run = (...args: string[]) => runHoldfast([...args, "--config", join(folder, "holdfast.toml")]);
  const stop = async () => {
    gateway.child.kill("SIGTERM");
    await gateway.ended;
  };
  return { folder, data: join(folder, "data"), run, stop };
}

test("a backup is made, copied elsewhere and listed while the gateway runs", async () => {
  const { folder, run } = await runningGateway();
  expect((await run("backup", "--list")).stdout).toBe("There is no backup yet.\n");
  const target = join(folder, "stick.db");
  const made = await run("backup", "--to", target);
  expect(made).toMatchObject({ code: 0, stdout: `Backup made and verified: ${target}\n`, stderr: "" });
  expect(statSync(target).mode & 0o777).toBe(0o600);
  const { stdout } = await run("backup", "--list", "--json");
  expect(JSON.parse(stdout)).toMatchObject([{ name: "ledger-0001.db", bytes: statSync(target).size }]);
  expect(await run("backup", "--to", target)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`error usage: ${target} exists.`),
  });
  const nowhere = await run("backup", "--to", join(folder, "no", "such", "folder.db"));
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("The backup itself is in ") });
});

test("restore waits for nobody: with the gateway running it is refused and nothing changes", async () => {
  const { run, data } = await runningGateway();
  await run("backup");
  const file = join(data, "backups", "ledger-0001.db");
  expect(await run("restore", file)).toMatchObject({
    code: 75,
    stderr: expect.stringMatching(/^error ledger_locked: .*\nhint: A gateway uses this data folder: stop it/),
  });
  expect(await run("restore", "--check", file)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("A sound backup: 0 events"),
  });
  expect(readdirSync(data)).not.toContain("quarantine");
});

test("with the gateway stopped the backup takes the place and the ledger before is kept", async () => {
  const { folder, run, stop, data } = await runningGateway();
  await stop();
  const backup = await makeBackedUp(data, 4);
  makeLedger(data, 2);
  const restored = await run("restore", backup);
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  expect(restored.stdout).toMatch(
    /^Restored: 4 events\. Start the gateway now\.\nThe ledger before is kept: /,
  );
  expect(existsSync(join(data, "quarantine", "0001-ledger.db"))).toBe(true);
  const { ready } = startGatewayProcess(NOBODY, folder);
  const { operatorSocket: socketPath = "" } = await ready;
  const client = new GatewayClient({ socketPath });
  expect(await client.call("status", {})).toMatchObject({ ledger: { events: 5, epoch: 2 }, problems: [] });
});

test.each([
  ["is missing", 66, "backup_missing", () => {}],
  [
    "is no ledger",
    65,
    "backup_damaged",
    (file: string) => writeFileSync(file, "nothing of the kind".repeat(99)),
  ],
])("a backup that %s is refused before anything is touched", async (_how, code, error, prepare) => {
  const folder = temporaryFolder();
  const data = join(folder, "data");
  makeLedger(data, 2);
  writeFileSync(join(folder, "holdfast.toml"), NOBODY);
  prepare(join(folder, "backup.db"));
  const args = [join(folder, "backup.db"), "--config", join(folder, "holdfast.toml")];
  for (const check of [[], ["--check"]]) {
    const run = await runHoldfast(["restore", ...check, ...args]);
    expect(run).toMatchObject({ code, stderr: expect.stringContaining(`error ${error}: `) });
  }
  const ledger = openLedger(data, 0);
  expect(kindsOf(ledger)).toEqual(["something", "something"]);
  ledger.close();
});

test("a backup of which an event was changed is refused", async () => {
  const folder = temporaryFolder();
  const backup = await makeBackedUp(join(folder, "data"), 3);
  spoilEvent(backup, '"sequence":2');
  const { code, stderr } = await runHoldfast(["restore", "--check", backup]);
  expect({ code, stderr }).toEqual({
    code: 65,
    stderr: expect.stringContaining("the hash chain breaks at event 2"),
  });
  expect(existsSync(ledgerFile(join(folder, "data")))).toBe(true);
});
