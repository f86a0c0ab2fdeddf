import { expect, it } from "vitest";
import { connectCentral } from "../../src/central/index.ts";
import { makeTestCa } from "../../src/rig/index.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

async function address() {
  await test.run("CREATE USER IF NOT EXISTS boss@'%' IDENTIFIED BY 'right-password'");
  const { host, port, ca } = test.central.mariadb;
  return { host, port, ca: ca.pem, user: "boss", password: "right-password" };
}

it("comes over TLS", async () => {
  const central = await connectCentral(await address());
  const [cipher] = await central.rows<{ Value: string }>("SHOW STATUS LIKE 'Ssl_cipher'");
  await central.close();
  expect(cipher?.Value).not.toBe("");
});

it.each([
  ["login_refused", { password: "wrong" }],
  ["unreachable", { port: 1 }],
  ["tls", { host: "127.0.0.1" }],
  ["tls", { ca: undefined }],
])("says %s for %o", async (code, change) => {
  const changed = { ...(await address()), ...change };
  const { ca, ...rest } = changed;
  const error = await connectCentral(ca === undefined ? rest : { ...rest, ca }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code, hint: expect.any(String) });
  expect(String(error)).not.toContain("right-password");
});

it("comes to an address whose certificate has the given name, and no other", async () => {
  const central = await connectCentral({ ...(await address()), host: "127.0.0.1", serverName: "localhost" });
  await central.close();
  const wrong = connectCentral({ ...(await address()), serverName: "db.example.org" });
  await expect(wrong).rejects.toMatchObject({ code: "tls" });
});

it("says tls for a server that another authority signed", async () => {
  const other = makeTestCa(`${test.central.mariadb.folder}/other`, "other CA");
  await expect(connectCentral({ ...(await address()), ca: other.pem })).rejects.toMatchObject({
    code: "tls",
  });
});
