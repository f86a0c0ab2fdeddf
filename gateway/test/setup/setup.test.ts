import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { gatewayConfiguration, readConfiguration } from "../../src/configuration/index.ts";
import { interview, questions } from "../../src/setup/questions.ts";
import { configurationText, writeConfiguration } from "../../src/setup/write-configuration.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { temporaryFolder } from "../support/served-site.ts";

const HERE = { hostname: "pi", country: "CH", devices: ["/dev/holdfast/usb-1"] };

async function answered(...typed: string[]) {
  const said: string[] = [];
  const answers = await interview(
    questions(HERE),
    async () => typed.shift() ?? "",
    (text) => void said.push(text),
  );
  return { answers, said };
}

test("empty lines take what is usual", async () => {
  const { answers } = await answered();
  expect(answers).toEqual({
    ...{ site: "pi", country: "CH", cabinet: "front", port: "/dev/holdfast/usb-1", lockers: 8, webhook: "" },
  });
});

test("a wrong answer is asked again, with what would be right", async () => {
  const { answers, said } = await answered(
    "Hall",
    "XX",
    "de",
    "Front desk",
    "front",
    "com3",
    "10.0.0.7:6638",
    "33",
    "32",
  );
  expect(answers).toMatchObject({ country: "DE", cabinet: "front", port: "10.0.0.7:6638", lockers: 32 });
  expect(said).toHaveLength(4);
  for (const text of said) expect(text).toMatch(/^Please give /);
});

test.each([
  ["/dev/serial0", "", { serial: "/dev/serial0" }],
  ["10.0.0.7:6638", "https://sms.example/send", { tcp: "10.0.0.7:6638" }],
  ["wifi", "", { bridge: true }],
])("the gateway takes what is written for %s", async (port, webhook, expected) => {
  const file = join(temporaryFolder(), "holdfast.toml");
  const answers = { site: 'The "hall"\n', country: "CH", cabinet: "front", port, lockers: 12, webhook };
  writeFileSync(file, configurationText(answers));
  const read = readConfiguration(file, gatewayConfiguration());
  expect(read.cabinet).toMatchObject([{ id: "front", name: "Front", lockers: 12, port: expected }]);
  expect(read.gateway.operator_socket).toBe("/run/holdfast/operator.sock");
  expect(read.messages.provider).toBe(webhook === "" ? "log" : "webhook");
});

test("answers can be piped in; a configuration that is there is not touched", async () => {
  const file = join(temporaryFolder(), "holdfast.toml");
  const asked = ["--config", file, "setup", "--no-start"];
  const first = await runHoldfast(asked, { input: "Hall\nCH\nfront\n/dev/ttyUSB0\n8\n\n" });
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const before = readFileSync(file, "utf8");
  const again = await runHoldfast(asked, { input: "Other\n" });
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("exists") });
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("--force keeps the configuration that was there, and says where", async () => {
  const file = join(temporaryFolder(), "holdfast.toml");
  writeFileSync(file, "# by hand\n");
  const forced = ["--config", file, "setup", "--no-start", "--force"];
  const { stdout } = await runHoldfast(forced, { input: "Hall\nCH\nfront\n/dev/ttyUSB0\n8\n\n" });
  expect(stdout).toContain(`The one before: ${file}.old`);
  expect(readFileSync(`${file}.old`, "utf8")).toBe("# by hand\n");
  expect(readFileSync(file, "utf8")).toContain('name = "Hall"');
});

test("the users of the services may read it, whatever the umask", () => {
  const file = join(temporaryFolder(), "holdfast.toml");
  const usual = process.umask(0o077);
  onTestFinished(() => void process.umask(usual));
  writeConfiguration(file, "");
  expect(statSync(file).mode & 0o777).toBe(0o644);
});

test("who chooses Wi-Fi is told what its bridge needs", async () => {
  const file = join(temporaryFolder(), "holdfast.toml");
  const { stdout } = await runHoldfast(["--config", file, "setup", "--no-start"], {
    input: "Hall\nCH\nyard\nwifi\n8\n\n",
  });
  expect(stdout).toContain("holdfast-NUMBER");
});

test("an interview that breaks off writes nothing", async () => {
  const file = join(temporaryFolder(), "holdfast.toml");
  const { code, stderr } = await runHoldfast(["--config", file, "setup"], { input: "Hall\n" });
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("no answer") });
  expect(existsSync(file)).toBe(false);
});
