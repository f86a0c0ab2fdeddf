import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXIT, EXIT_HELP } from "../../src/cli/exit-codes.ts";
import { HoldfastError } from "../../src/contract/index.ts";
import { STARTUP_ERRORS } from "../../src/startup-error.ts";
import { MemorySite } from "../support/memory-site.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite, temporaryFolder } from "../support/served-site.ts";

test("help and man page tell each code that a command can end with", () => {
  const codes = [...Object.values(EXIT), ...Object.values(STARTUP_ERRORS).map(({ exitCode }) => exitCode)];
  const told = [...EXIT_HELP.matchAll(/^ +(\d+) /gm)].map(([, code]) => Number(code));
  expect([...new Set(codes)].filter((code) => !told.includes(code))).toEqual([]);
});

const OPEN = ["open", "3", "--reason", "lost PIN"];

test("0: a door is opened and the log says why", async () => {
  const { operatorSocket, site } = await serveMemorySite();
  const { code, stdout, stderr } = await runHoldfast([...OPEN, "--socket", operatorSocket]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe("Locker 3 of hall is open. Close the door to lock it.\n");
  expect(site.ledger).toMatchObject([{ kind: "operator_open", locker: 3, reason: "lost PIN" }]);
});

test.each([
  [1, "a rule", new HoldfastError("door_failed"), "error door_failed: The door did not open."],
  [1, "a wait", new HoldfastError("cabinet_busy", { retryAfter: 5 }), "Possible again in 5 s."],
  [4, "a dead link", new HoldfastError("cabinet_unreachable"), "error cabinet_unreachable: "],
  [70, "a fault", new Error("boom"), "error internal: "],
  [75, "silence", new HoldfastError("result_unknown"), "hint: Look at the door before you try again."],
])("%i: after %s", async (code, _what, failure, said) => {
  const { operatorSocket, site } = await serveMemorySite();
  site.failure = failure;
  const { code: exitCode, stdout, stderr } = await runHoldfast(["status", "--socket", operatorSocket]);
  expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
  expect(stderr).toContain(said);
});

test.each([
  [["open", "3"], "--reason"],
  [["open", "--reason", "because"], "address"],
  [["open", "three", "--reason", "because"], '"three" is no locker number'],
  [["open", "hall", "3", "4", "--reason", "because"], "too many words"],
  [["opne", "3"], "open"],
  [["lockers", "--jsn"], "--json"],
  [["events", "--last", "many"], "from 1 to 1000"],
  [["open", "3", "--reason", "x"], "reason_missing"],
  [[], "Usage: holdfast"],
])("2: %j", async (args, said) => {
  const { operatorSocket, site } = await serveMemorySite();
  const { code, stderr } = await runHoldfast(args, { env: { HOLDFAST_SOCKET: operatorSocket } });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
  expect(site.ledger).toEqual([]);
});

test("2: several cabinets and none named", async () => {
  const { operatorSocket } = await serveMemorySite({ site: new MemorySite(["hall", "yard"]) });
  const { code, stderr } = await runHoldfast([...OPEN, "--socket", operatorSocket]);
  expect(code).toBe(2);
  expect(stderr).toContain("hall, yard");
});

test("3: no gateway, with what to do", async () => {
  const { code, stderr } = await runHoldfast([...OPEN, "--socket", join(temporaryFolder(), "none.sock")]);
  expect(code).toBe(3);
  expect(stderr).toMatch(
    /^error gateway_unreachable: .*ENOENT.*\nhint: Start the gateway: .*holdfast-gateway.*holdfast up\n$/,
  );
});

test("3: no gateway in the usual places either", async () => {
  const { code, stderr } = await runHoldfast(["status"], { cwd: temporaryFolder() });
  expect(code).toBe(3);
  expect(stderr).toContain("data/operator.sock");
});

test.each([["status"], ["up"]])("78: %s with a configuration that has mistakes", async (command) => {
  const file = join(temporaryFolder(), "holdfast.toml");
  writeFileSync(file, "[gateway]\ndaat = 'x'\n");
  const { code, stderr } = await runHoldfast([command, "--config", file]);
  expect(code).toBe(78);
  expect(stderr).toContain(
    "error configuration_invalid: holdfast.toml: gateway.daat: unknown key; did you mean data?",
  );
});

test("--help names every exit code", async () => {
  const { code, stdout } = await runHoldfast(["open", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ +75 {2}the result is not known/m);
});
