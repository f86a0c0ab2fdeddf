import { expect, it } from "vitest";
import { addGateway, finishRotation, removeGateway, rotate } from "../../src/central/index.ts";
import { FakeLedger, GatewayLogin } from "../../src/rig/index.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("makes a login that may call sync_v1 over TLS and nothing else", async () => {
  const { root, mariadb } = test.central;
  const login = await addGateway(root, "only", { connections: 2 });
  expect(login.password).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(login.sql.join()).not.toContain(login.password);
  const grants = (await root.rows<Record<string, string>>("SHOW GRANTS FOR 'holdfast-only'@'%'")).flatMap(
    Object.values,
  );
  expect(grants).toEqual([
    expect.stringMatching(/^GRANT USAGE ON \*\.\* .* REQUIRE SSL WITH MAX_USER_CONNECTIONS 2$/),
    "GRANT EXECUTE ON PROCEDURE `holdfast`.`sync_v1` TO `holdfast-only`@`%`",
  ]);
  const connections = [1, 2, 3].map(() => new GatewayLogin(mariadb, login));
  const results = await Promise.allSettled(connections.map((one) => one.query("SELECT 1")));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { errno: 1226 } });
  for (const connection of connections) await connection.close();
});

it("wants the client certificate that it was told", async () => {
  const login = await addGateway(test.central.root, "subject", {
    subject: "/CN=zurich",
    issuer: "/CN=our CA",
  });
  const refused = new GatewayLogin(test.central.mariadb, login);
  await expect(refused.query("SELECT 1")).rejects.toMatchObject({ errno: 1045 });
  expect(login.sql.join()).toContain("REQUIRE SUBJECT '/CN=zurich' AND ISSUER '/CN=our CA'");
});

it.each(["", "Zurich", "a b", "a'b", "a@b", "1a", "a".repeat(24), "%", "a\\"])(
  "refuses the name %j",
  async (name) => {
    await expect(addGateway(test.central.root, name)).rejects.toMatchObject({ code: "bad_name" });
  },
);

it.each([{ host: "'" }, { subject: "CN=a" }, { subject: "/CN='a" }, { connections: 0 }])(
  "refuses %o",
  async (options) => {
    await expect(addGateway(test.central.root, "refused", options)).rejects.toMatchObject({
      code: "bad_option",
    });
  },
);

it("does nothing in a dry run, and nothing twice", async () => {
  const { root } = test.central;
  expect(await addGateway(root, "dry", { dryRun: true })).toMatchObject({ password: "" });
  expect(await test.rows("SELECT * FROM gateway WHERE name = 'dry'")).toEqual([]);
  await addGateway(root, "dry");
  await expect(addGateway(root, "dry")).rejects.toMatchObject({ code: "gateway_exists" });
});

it("heals one that was made by half", async () => {
  const { root, mariadb } = test.central;
  await root.run("CREATE USER 'holdfast-half'@'%' IDENTIFIED BY 'x'");
  const login = new GatewayLogin(mariadb, await addGateway(root, "half"));
  expect(await new FakeLedger().push(login)).toMatchObject({ code: "ok" });
  await login.close();
});

it("changes a password without a moment in which none is valid", async () => {
  const { root, mariadb } = test.central;
  const old = await addGateway(root, "rotated");
  const busy = new GatewayLogin(mariadb, old);
  await busy.query("SELECT 1");
  expect((await rotate(root, "rotated", { dryRun: true })).password).toBe("");
  const fresh = await rotate(root, "rotated");
  expect(fresh.sql.join()).not.toContain(fresh.password);
  for (const valid of [old, fresh]) {
    const login = new GatewayLogin(mariadb, valid);
    expect(await new FakeLedger().push(login)).toMatchObject({ code: "ok" });
    await login.close();
  }
  await finishRotation(root, "rotated");
  await expect(busy.query("SELECT 1")).rejects.toThrow();
  await expect(new GatewayLogin(mariadb, old).query("SELECT 1")).rejects.toMatchObject({ errno: 1045 });
  const login = new GatewayLogin(mariadb, fresh);
  expect(await new FakeLedger().push(login)).toMatchObject({ code: "ok" });
  await login.close();
  const grants = await root.rows<Record<string, string>>("SHOW GRANTS FOR 'holdfast-rotated'@'%'");
  expect(JSON.stringify(grants)).toContain("REQUIRE SSL WITH MAX_USER_CONNECTIONS 3");
});

it("cuts off a gateway that is removed, keeps its rows, and goes on when it is added again", async () => {
  const { root, mariadb } = test.central;
  const login = new GatewayLogin(mariadb, await addGateway(root, "removed"));
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  await ledger.push(login);
  expect((await removeGateway(root, "removed", { dryRun: true })).sql).toHaveLength(2);
  await removeGateway(root, "removed");
  await expect(login.exchange(ledger.request(3))).rejects.toThrow();
  await expect(login.again().query("SELECT 1")).rejects.toMatchObject({ errno: 1045 });
  const back = new GatewayLogin(mariadb, await addGateway(root, "removed"));
  ledger.append();
  expect(await ledger.push(back, 3)).toMatchObject({ code: "ok", epoch: 1, last_seq: 4 });
  await back.close();
});

it("deletes everything of a gateway that is purged, and nothing of another one", async () => {
  const purged = await test.login();
  const other = await test.login();
  for (const login of [purged, other]) {
    const ledger = new FakeLedger();
    ledger.appendMany(5);
    await ledger.push(login);
    await login.exchange(ledger.request(5, 0, { rows: { after: 0, to: 1, lockers: [ledger.locker(1)] } }));
  }
  const name = purged.credentials.user.replace("holdfast-", "");
  expect(await removeGateway(test.central.root, name, { purge: true })).toMatchObject({ deleted: 7 });
  expect(await test.value("SELECT COUNT(*) FROM gateway WHERE name = ?", name)).toBe(0);
  const { user } = other.credentials;
  const own = "SELECT COUNT(*) FROM event JOIN gateway AS g ON g.id = gateway_id WHERE g.account = ?";
  expect(await test.value(own, user)).toBe(5);
});

it("names a gateway that is not there", async () => {
  await expect(rotate(test.central.root, "nobody")).rejects.toMatchObject({ code: "no_such_gateway" });
  await expect(removeGateway(test.central.root, "nobody")).rejects.toMatchObject({ code: "no_such_gateway" });
});
