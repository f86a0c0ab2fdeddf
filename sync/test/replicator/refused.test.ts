import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addGateway, removeGateway, rotate } from "../../src/central/index.ts";
import { connectDatabase } from "../../src/replicator/index.ts";
import { FakeGateway, freePort, makeTestCa, startMariadb } from "../../src/rig/index.ts";
import { link } from "../support/linked.ts";
import { accessOf, cycleOf, lineTo, problemOf, temporaryFolder } from "../support/replicate.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

function file(name: string, content: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

describe("a person has to look when", () => {
  it("the password is wrong", async () => {
    const { cycle } = await link(test, { access: { passwordFile: file("password", "wrong") } });
    expect(await problemOf(cycle.run())).toMatchObject({ code: "login_refused", cure: "person" });
  });

  it("the password file is gone", async () => {
    const { cycle } = await link(test, { access: { passwordFile: "/nowhere/password" } });
    expect(await problemOf(cycle.run())).toMatchObject({ code: "secret_unreadable", cure: "person" });
  });

  it("the account is dropped while it is connected", async () => {
    const { cycle, login, line } = await link(test);
    await cycle.run();
    await removeGateway(test.central.root, nameOf(login));
    // The connection was cut: whether for ever shows at the next one.
    const first = await problemOf(cycle.run());
    line.wake();
    expect([first.code, (await problemOf(cycle.run())).code]).toContain("login_refused");
    await addGateway(test.central.root, nameOf(login));
  });

  it("the right to call sync_v1 is taken away while it is connected", async () => {
    const { cycle, login } = await link(test);
    await cycle.run();
    await test.run(`REVOKE EXECUTE ON PROCEDURE holdfast.sync_v1 FROM '${login.credentials.user}'@'%'`);
    expect(await problemOf(cycle.run())).toMatchObject({ code: "being_updated", cure: "person" });
  });

  it("the login belongs to no gateway", async () => {
    const { cycle, login } = await link(test);
    const rename = "UPDATE gateway SET account = ? WHERE account = ?";
    await test.run(rename, "elsewhere", login.credentials.user);
    expect(await problemOf(cycle.run())).toMatchObject({ code: "unknown_gateway", cure: "person" });
  });

  it("the database has another name", async () => {
    const { cycle } = await link(test, { access: { database: "lockers" } });
    // A login that may see nothing is not told whether there is such a database.
    expect(await problemOf(cycle.run())).toMatchObject({ code: "login_refused", cure: "person" });
  });

  it("the login has used up its connections", async () => {
    const { cycle, login } = await link(test);
    const others = [login.again(), login.again(), login.again()];
    for (const other of others) await other.connection();
    expect(await problemOf(cycle.run())).toMatchObject({ code: "login_in_use", cure: "person" });
    for (const other of others) await other.close();
  });
});

it("takes a new password without a restart", async () => {
  const passwordFile = file("password", "wrong");
  const { cycle, line, login } = await link(test, { access: { passwordFile } });
  await problemOf(cycle.run());
  const { password } = await rotate(test.central.root, nameOf(login));
  writeFileSync(passwordFile, password);
  line.wake();
  await cycle.run();
});

describe("of certificates:", () => {
  it("another authority", async () => {
    const { pem } = makeTestCa(temporaryFolder(), "another CA");
    const { cycle } = await link(test, { access: { caFile: file("ca.pem", pem) } });
    expect(await problemOf(cycle.run())).toMatchObject({ code: "certificate_untrusted", cure: "person" });
  });

  it("another name, for an address", async () => {
    const { cycle } = await link(test, { access: { serverName: "db.example.org" } });
    expect(await problemOf(cycle.run())).toMatchObject({ code: "certificate_name", cure: "person" });
  });

  it("no name to check for an address", async () => {
    const login = await test.login();
    const { mariadb } = test.central;
    const { serverName: _none, ...access } = accessOf(login, mariadb);
    const connecting = connectDatabase({ host: "127.0.0.1", port: mariadb.port }, access);
    expect(await problemOf(connecting)).toMatchObject({ code: "certificate_name" });
  });

  it("one that has expired", async () => {
    const folder = temporaryFolder();
    const ca = makeTestCa(folder);
    const expired = { ...ca, issue: () => expiredCertificate(folder) };
    const mariadb = await startMariadb({ ca: expired });
    try {
      const login = await test.login();
      const line = lineTo([{ host: "127.0.0.1", port: mariadb.port }], accessOf(login, mariadb));
      const cycle = cycleOf(new FakeGateway(), line);
      expect(await problemOf(cycle.run())).toMatchObject({ code: "certificate_expired", cure: "person" });
    } finally {
      await mariadb.close();
    }
  });
});

/** Of a day that is long over, signed by the authority in this folder. */
function expiredCertificate(folder: string): { certFile: string; keyFile: string } {
  const made = { certFile: join(folder, "old.pem"), keyFile: join(folder, "old-key.pem") };
  const request = join(folder, "old.csr");
  const extensions = file("extensions", "subjectAltName=DNS:localhost\n");
  const run = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const key = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    made.keyFile,
  ];
  run("req", "-new", ...key, "-subj", "/CN=localhost", "-out", request);
  const ca = ["-CA", join(folder, "ca.pem"), "-CAkey", join(folder, "ca-key.pem"), "-CAcreateserial"];
  // A day before today is as far back as older versions of openssl go.
  run("x509", "-req", "-in", request, ...ca, "-extfile", extensions, "-days", "-1", "-out", made.certFile);
  return made;
}

describe("schemas:", () => {
  it("a central that is too new for this gateway", async () => {
    const { cycle, line } = await link(test);
    const { exchange } = line;
    line.exchange = (request) => exchange.call(line, { ...request, schema: 2 as 1 });
    expect(await problemOf(cycle.run())).toMatchObject({ code: "wrong_schema", cure: "person" });
  });

  it("a central that is too old for this gateway", async () => {
    const { cycle, line } = await link(test);
    const { exchange } = line;
    line.exchange = (request) => exchange.call(line, { ...request, needs: 99_999 });
    expect(await problemOf(cycle.run())).toMatchObject({ code: "schema_too_old", cure: "person" });
  });

  it("something else that calls itself sync_v1", async () => {
    const { cycle, login } = await link(test, { access: { database: "other" } });
    await test.run("CREATE DATABASE IF NOT EXISTS other");
    await test.run("CREATE OR REPLACE PROCEDURE other.sync_v1 (t LONGTEXT) SELECT 'hello' AS answer");
    await test.run(`GRANT EXECUTE ON PROCEDURE other.sync_v1 TO '${login.credentials.user}'@'%'`);
    expect(await problemOf(cycle.run())).toMatchObject({ code: "no_central", cure: "person" });
  });
});

it("goes on by itself when nobody listens there", async () => {
  const { cycle } = await link(test, { gateway: new FakeGateway(), ports: [await freePort()] });
  const problem = await problemOf(cycle.run());
  expect(problem).toMatchObject({ code: "unreachable", cure: "other_host" });
  expect(problem.retryAfter).toBeGreaterThan(900);
  expect(problem.retryAfter).toBeLessThanOrEqual(2000);
});
