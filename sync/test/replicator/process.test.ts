import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { verifyChain } from "../../src/central/index.ts";
import { FakeGateway, serveFakeGateway } from "../../src/rig/index.ts";
import { eventually, reached, temporaryFolder } from "../support/replicate.ts";
import { startSyncProcess, syncSection } from "../support/run-sync.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

async function site(gateway = new FakeGateway()) {
  const folder = temporaryFolder();
  const login = await test.login();
  const served = await serveFakeGateway(gateway, join(folder, "sync.sock"));
  onTestFinished(() => served.close());
  const toml = `[gateway]\ndata = "."\n\n${syncSection(folder, login, test.central.mariadb)}`;
  return { folder, gateway, login, served, toml };
}

it("goes on where it was after it was killed in the middle of a batch, time and again", async () => {
  const { folder, gateway, login, toml } = await site();
  gateway.events.appendMany(6000);
  for (const wanted of [500, 2000, 3500]) {
    const there = reached(gateway, wanted);
    const { child, ended } = startSyncProcess(folder, toml);
    await there;
    child.kill("SIGKILL");
    await ended;
    expect(gateway.position).toBeLessThan(6000);
  }
  startSyncProcess(folder, toml);
  await eventually(() => gateway.position).toBe(6000);
  const count = await test.value(
    `SELECT COUNT(*) FROM event WHERE gateway_id = ${ID}`,
    login.credentials.user,
  );
  expect(count).toBe(6000);
  const proof = await verifyChain(test.central.root, nameOf(login));
  expect(proof).toMatchObject({ broken: undefined, proven: 6000 });
});

it("ends in time when it is told to, in the middle of its work, and logs nothing that is nobody's business", async () => {
  const { folder, gateway, login, toml } = await site();
  gateway.events.append({ reason: "a secret reason" });
  gateway.events.appendMany(20_000);
  const { child, ended, ready } = startSyncProcess(
    folder,
    toml.replace("[sync]", '[sync]\nlog_level = "debug"'),
  );
  const there = reached(gateway, 1);
  expect(await ready).toMatchObject({ type: "ready", user: login.credentials.user });
  await there;
  child.kill("SIGTERM");
  const { code, output } = await ended;
  expect(code).toBe(0);
  expect(output).toContain('"ending"');
  for (const secret of [login.credentials.password, "secret reason", "CALL", "keypad_collect"]) {
    expect(output).not.toContain(secret);
  }
});

it("does not end when gateway and database are away, and goes on when both are there", async () => {
  const folder = temporaryFolder();
  const login = await test.login();
  const gateway = new FakeGateway();
  gateway.events.append();
  const toml = `[gateway]\ndata = "."\n\n${syncSection(folder, login, test.central.mariadb)}`;
  const { child, output } = startSyncProcess(folder, toml);
  await eventually(output).toContain("gateway_away");
  await test.central.mariadb.stop();
  const served = await serveFakeGateway(gateway, join(folder, "sync.sock"));
  onTestFinished(() => served.close());
  await eventually(() => gateway.lastReport?.error?.code).toBe("unreachable");
  await test.central.mariadb.start();
  await test.central.reconnect();
  await eventually(() => gateway.position).toBe(1);
  expect(child.exitCode).toBeNull();
});

describe("does not start, and says why, when", () => {
  const good = 'user = "u"\nhosts = ["db:3306"]\npassword_file = "password"\n';

  it.each([
    ["there is no section", "", 78, "sync_off"],
    ["a schedule is none", `[sync]\n${good}schedule = "61 * * * *"`, 78, "sync.schedule: minute"],
    ["a host is none", '[sync]\nuser = "u"\nhosts = ["db"]', 78, 'sync.hosts[0]: must be "host:port"'],
    [
      "an address has no name",
      '[sync]\nuser = "u"\nhosts = ["10.0.0.1:3306"]',
      78,
      "sync.hosts[0]: is an address",
    ],
    ["a key is misspelt", `[sync]\n${good}shedule = "* * * * *"`, 78, "did you mean schedule?"],
    ["there is no password", '[sync]\nuser = "u"\nhosts = ["db:3306"]', 66, "sync_password_unreadable"],
    [
      "the password file is missing",
      `[sync]\n${good.replace('"password"', '"none"')}`,
      66,
      "sync_password_unreadable",
    ],
    [
      "others may read the password",
      `[sync]\n${good.replace('"password"', '"open"')}`,
      77,
      "sync_password_exposed",
    ],
    ["the authority is no certificate", `[sync]\n${good}ca = "password"`, 66, "sync_ca_unreadable"],
  ])("%s", async (_name, toml, exitCode, told) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "password"), "secret", { mode: 0o600 });
    writeFileSync(join(folder, "open"), "secret", { mode: 0o644 });
    const { code, output } = await startSyncProcess(folder, toml).ended;
    expect(output).toContain(told);
    expect(output).toContain("hint: ");
    expect(code).toBe(exitCode);
    expect(output).not.toContain("secret");
  });
});

it("takes its password from systemd where no file is named", async () => {
  const { folder, gateway, login, toml } = await site();
  const credentials = temporaryFolder();
  writeFileSync(join(credentials, "sync-password"), login.credentials.password, { mode: 0o400 });
  const without = toml.replace('password_file = "password"\n', "");
  startSyncProcess(folder, without, { CREDENTIALS_DIRECTORY: credentials });
  await eventually(() => gateway.lastReport?.state).toBe("ok");
});
