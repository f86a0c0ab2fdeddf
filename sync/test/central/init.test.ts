import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addGateway,
  type Central,
  connectCentral,
  initCentral,
  useCentral,
} from "../../src/central/index.ts";
import { readMigrations } from "../../src/central/migrations.ts";
import { FakeLedger, GatewayLogin, type Mariadb, startMariadb } from "../../src/rig/index.ts";

let mariadb: Mariadb;
const open: Central[] = [];
beforeAll(async () => {
  mariadb = await startMariadb();
});
afterAll(async () => {
  for (const central of open) await central.close();
  await mariadb.close();
});

async function admin(database: string): Promise<Central> {
  const central = await connectCentral({ socketPath: mariadb.socketPath, user: "root", database });
  open.push(central);
  return central;
}

it("tells in a dry run what it would do, and does nothing", async () => {
  const central = await admin("dry");
  const { sql, from, to } = await initCentral(central, { dryRun: true });
  expect({ from, to }).toEqual({ from: 0, to: readMigrations().length });
  expect(sql.join("\n")).toContain("CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1 (");
  expect(await central.rows("SHOW DATABASES LIKE 'dry'")).toEqual([]);
  await expect(useCentral(central)).rejects.toMatchObject({ code: "not_initialised" });
});

it("may run again, and repeats what was cut in the middle of a migration", async () => {
  const central = await admin("again");
  const seen: number[] = [];
  const first = await initCentral(central, { onProgress: ({ version }) => seen.push(version) });
  expect(seen).toEqual(readMigrations().map(({ version }) => version));
  expect(first.warnings).toEqual([]);
  const second = await initCentral(central);
  expect(
    second.sql.filter((statement) => /CREATE (DEFINER|TABLE IF NOT EXISTS gateway)/.test(statement)),
  ).toEqual([]);
  // Killed before its version was written: everything of it comes once more.
  await central.run("DELETE FROM schema_version");
  expect(await initCentral(central)).toMatchObject({ from: 0, to: first.to });
});

it("gives gateways their right again after a procedure was made anew", async () => {
  const central = await admin("grants");
  await initCentral(central);
  const login = new GatewayLogin(mariadb, await addGateway(central, "anew"), "grants");
  await central.run("DELETE FROM schema_version WHERE version >= 6");
  await initCentral(central);
  expect(await new FakeLedger().push(login)).toMatchObject({ code: "ok" });
  await login.close();
});

it("takes a database that was made with another character set", async () => {
  const central = await admin("hosted");
  await central.run("CREATE DATABASE hosted CHARACTER SET latin1");
  await initCentral(central);
  const login = new GatewayLogin(mariadb, await addGateway(central, "hosted"), "hosted");
  const ledger = new FakeLedger();
  const { body } = ledger.append({ reason: "Zürich \u{1f512}" });
  expect(await ledger.push(login)).toMatchObject({ code: "ok", dead: 0 });
  expect(await central.rows("SELECT body FROM event")).toEqual([{ body }]);
  await login.close();
});

it("refuses a database of a later release", async () => {
  const central = await admin("later");
  await initCentral(central);
  await central.run("INSERT INTO schema_version VALUES (999, 'later', NOW())");
  await expect(initCentral(central)).rejects.toMatchObject({ code: "schema_newer" });
  await expect(useCentral(central)).rejects.toMatchObject({ code: "schema_newer" });
});

it("refuses a server that lets in anybody, and names of databases that are open to all", async () => {
  const central = await admin("shut");
  await central.run("CREATE USER ''@'%'");
  await expect(initCentral(central)).rejects.toMatchObject({ code: "anonymous_account" });
  await central.run("DROP USER ''@'%'");
  await central.run("GRANT SELECT ON `sh%`.* TO PUBLIC");
  await expect(initCentral(central)).rejects.toMatchObject({ code: "anonymous_account" });
  await central.run("REVOKE SELECT ON `sh%`.* FROM PUBLIC");
  await initCentral(central);
  for (const database of ["test", "testing", "a_b", "a`b", "A", ""]) {
    await expect(admin(database)).rejects.toMatchObject({ code: "bad_database_name" });
  }
});

it("warns where nothing would be erased in time", async () => {
  const central = await admin("warned");
  await central.run("SET GLOBAL event_scheduler = OFF");
  const { warnings } = await initCentral(central);
  await central.run("SET GLOBAL event_scheduler = ON");
  expect(warnings).toEqual([expect.stringContaining("event_scheduler")]);
});
