import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { centralCommand } from "../../src/cli/index.ts";
import { FakeLedger, GatewayLogin } from "../../src/rig/index.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const folder = mkdtempSync(join(tmpdir(), "holdfast-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a person sees. */
async function central(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const command = centralCommand({
    print: (data, forPeople) => lines.push(forPeople(data)),
    printRows: (rows, columns, empty) =>
      lines.push(
        rows.length === 0
          ? empty
          : rows.map((row) => columns.map(({ value }) => value(row)).join(" ")).join("\n"),
      ),
    progress: (text) => lines.push(`... ${text}`),
  });
  command.exitOverride();
  await command.parseAsync([...args, "--mysql-socket", test.central.mariadb.socketPath], { from: "user" });
  return lines.join("\n");
}

it("does everything that a central admin needs", async () => {
  expect(await central("init", "--dry-run", "--database", "fresh")).toContain(
    "CREATE DATABASE IF NOT EXISTS fresh",
  );
  expect(await central("init")).toBe("Schema 10 -> 10.");
  expect(await central("status")).toContain("add-gateway");
  const added = await central("add-gateway", "zurich");
  const password = /^Password (\S+)$/m.exec(added)?.[1] ?? "";
  const login = new GatewayLogin(test.central.mariadb, { user: "holdfast-zurich", password });
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  const rows = { after: 0, to: 1, lockers: [ledger.locker(1)] };
  await login.exchange(ledger.request(0, 1000, { rows, challenge: "challenge-1" }));

  expect(await central("status")).toMatch(/^zurich {2}\d+ s old 3 1 0 {2}0 $/);
  expect(await central("queue", "release", "zurich", "main", "1", "--reason", "asked")).toMatch(
    /^Queued as [0-9a-f-]{36}/,
  );
  const key = join(folder, "key.pem");
  const made = await central("key", key);
  expect(made).toMatch(/\n[A-Za-z0-9_-]{43}$/);
  expect(await central("key", key, "--show")).toBe(made);
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(readFileSync(key, "utf8")).toContain("PRIVATE KEY");
  await expect(central("key", key)).rejects.toMatchObject({ code: "bad_option" });
  await central("queue", "open", "zurich", "main", "1", "--reason", "asked", "--key", key);
  const label = ["queue", "label", "zurich", "main", "1", "--reason", "asked", "--label"];
  expect(await central(...label, "Post room", "--dry-run")).toContain("CALL queue_label(");
  expect(await central(...label, "Post room")).toMatch(/^Queued as /);
  expect(await central(...label, "")).toMatch(/^Queued as /);
  expect((await central("commands", "zurich")).split("\n")).toHaveLength(4);
  expect((await central("events", "zurich", "--after", "1/1")).split("\n")).toHaveLength(2);
  expect(await central("verify-chain", "zurich")).toContain("3 events proven");
  expect(await central("allow-restore", "zurich")).toContain("60 minutes");
  expect(await central("rotate", "zurich")).toContain("Password ");
  expect(await central("rotate", "zurich", "--finish", "--dry-run")).toMatch(/^ALTER USER .* '\*\*\*';$/);
  expect(await central("rotate", "zurich", "--finish")).toContain("void");
  expect(await central("remove-gateway", "zurich", "--dry-run")).toContain("DROP USER 'holdfast-zurich'@'%'");
  expect(await central("remove-gateway", "zurich", "--purge")).toContain("is cut off");
  expect(await central("status")).toContain("No gateway yet");
  await login.close();
});

it.each([
  [["queue", "release", "x", "main", "one", "--reason", "asked"], "bad_option"],
  [["status", "--port", "x"], "bad_option"],
  [["status", "--password-file", "/no/such/file"], "bad_option"],
  [["status", "--database", "nothing"], "not_initialised"],
  [["events", "nobody"], "no_such_gateway"],
])("says what is wrong with %j", async (args, code) => {
  await expect(central(...args)).rejects.toMatchObject({ code, hint: expect.any(String) });
});
