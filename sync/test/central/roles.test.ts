import { afterAll, describe, expect, it } from "vitest";
import { TABLES } from "../../src/central/index.ts";
import { FakeLedger, GatewayLogin } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const logins = new Map<string, GatewayLogin>();
afterAll(async () => {
  for (const login of logins.values()) await login.close();
});

/** A person with one role. */
async function person(role: string): Promise<GatewayLogin> {
  const known = logins.get(role);
  if (known) return known;
  const user = `person-${role}`;
  await test.run(`CREATE USER '${user}'@'%' IDENTIFIED BY 'pw'`);
  await test.run(`GRANT ${role} TO '${user}'@'%'`);
  await test.run(`SET DEFAULT ROLE ${role} FOR '${user}'@'%'`);
  const login = new GatewayLogin(test.central.mariadb, { user, password: "pw" });
  logins.set(role, login);
  return login;
}

const VIEWS = [
  "site_overview",
  "open_rentals",
  "overdue",
  "denied_attempts",
  "door_faults",
  "stale_gateways",
];
const ALL_TABLES = ["schema_version", ...TABLES];

describe("a central_reader", () => {
  it.each(VIEWS)("reads %s", async (view) => {
    const login = await person("central_reader");
    expect(await login.query(`SELECT * FROM ${view}`)).toEqual(expect.any(Array));
  });

  it.each([
    ...ALL_TABLES.map((table) => `SELECT * FROM ${table}`),
    "UPDATE rule SET value = 1",
    "CALL queue_release('g', 'main', 1, 'because', 5)",
    "CALL allow_restore('g', 5)",
    "CALL sync_v1('{}')",
    "CALL retention_events(1, 1)",
    "DELETE FROM open_rentals",
  ])("may not %s", async (sql) => {
    const login = await person("central_reader");
    await expect(login.query(sql)).rejects.toMatchObject({
      errno: expect.toBeOneOf([1142, 1143, 1370, 1395]),
    });
  });
});

describe("a central_admin", () => {
  it.each([...VIEWS, ...ALL_TABLES])("reads %s", async (table) => {
    const login = await person("central_admin");
    expect(await login.query(`SELECT * FROM ${table}`)).toEqual(expect.any(Array));
  });

  it.each([
    ...ALL_TABLES.map((table) => `DELETE FROM ${table}`),
    "UPDATE gateway SET last_seq = 0",
    "UPDATE command SET state = 'done'",
    "INSERT INTO command (gateway_id, id) VALUES (1, 'x')",
    "INSERT INTO rule VALUES ('x', 1)",
    "CALL queue_v1(NULL, 'open', 'g', 'main', 1, 'because', 5, NULL, NULL)",
    "CALL sync_v1('{}')",
    "CALL retention_events(1, 1)",
    "CREATE USER x@'%'",
    "DROP PROCEDURE sync_v1",
  ])("may not %s", async (sql) => {
    const login = await person("central_admin");
    await expect(login.query(sql)).rejects.toMatchObject({
      errno: expect.toBeOneOf([1142, 1143, 1227, 1370]),
    });
  });

  it("queues commands under the own name and changes rules", async () => {
    const login = await person("central_admin");
    const gateway = await test.login();
    const ledger = new FakeLedger();
    await gateway.exchange(ledger.request(0, 0, { rows: { after: 0, to: 1, lockers: [ledger.locker(1)] } }));
    await login.query("CALL queue_release(?, 'main', 1, 'asked by phone', 5)", [nameOf(gateway)]);
    expect(await test.value("SELECT who FROM command")).toMatch(/^person-central_admin@/);
    await login.query("UPDATE rule SET value = 48 WHERE name = 'overdue_hours'");
    expect(await test.value("SELECT value FROM rule WHERE name = 'overdue_hours'")).toBe(48);
  });
});
