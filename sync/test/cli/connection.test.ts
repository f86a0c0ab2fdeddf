import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHoldfast } from "../../../gateway/test/support/run-holdfast.ts";
import { temporaryFolder } from "../support/replicate.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("the connection may stand in a file, in the environment, or on the line, which wins", async () => {
  const { port, ca } = test.central.mariadb;
  await test.run("CREATE USER IF NOT EXISTS anna IDENTIFIED BY 'annas password' REQUIRE SSL");
  await test.run("GRANT central_reader TO anna");
  await test.run("SET DEFAULT ROLE central_reader FOR anna");
  await test.run("GRANT SELECT ON schema_version TO anna");
  const folder = temporaryFolder();
  const file = join(folder, "central.toml");
  const password = join(folder, "password");
  writeFileSync(password, "annas password\n", { mode: 0o600 });
  const toml = `host = "localhost"\nport = ${port}\nuser = "anna"\npassword_file = "password"\n`;
  writeFileSync(file, `${toml}ca = "${ca.certFile}"\n`);
  const named = (env: Record<string, string> = {}, ...more: string[]) =>
    runHoldfast(["central", "status", "--connection", file, ...more], { env });
  expect(await named()).toMatchObject({ code: 0, stderr: "" });
  expect(await named({ HOLDFAST_CENTRAL_PORT: "1" })).toMatchObject({ code: 3 });
  expect(await named({ HOLDFAST_CENTRAL_PORT: "1" }, "--port", String(port))).toMatchObject({ code: 0 });
  const env = {
    HOLDFAST_CENTRAL_HOST: "localhost",
    HOLDFAST_CENTRAL_PORT: String(port),
    HOLDFAST_CENTRAL_USER: "anna",
    HOLDFAST_CENTRAL_CA: ca.certFile,
    XDG_CONFIG_HOME: folder,
  };
  const told = (password_: string) =>
    runHoldfast(["central", "status"], { env: { ...env, HOLDFAST_CENTRAL_PASSWORD: password_ } });
  expect(await told("annas password")).toMatchObject({ code: 0 });
  const refused = await told("another password");
  expect(refused).toMatchObject({ code: 77, stderr: expect.stringMatching(/^error login_refused: /) });
  expect(refused.stderr).not.toContain("another password");

  chmodSync(password, 0o640);
  expect(await named()).toMatchObject({ code: 2, stderr: expect.stringContaining("Others may read") });
  writeFileSync(file, "hots = 'db'\n");
  expect(await named()).toMatchObject({
    code: 78,
    stderr: expect.stringContaining("central.toml: hots: unknown key; did you mean host?"),
  });
});
