import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRecoveryKey, sealer, showRecoveryText } from "@holdfast/gateway/recovery";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { runHoldfast } from "../../../gateway/test/support/run-holdfast.ts";
import { allowRestore } from "../../src/central/index.ts";
import { FakeLedger, startTcpProxy } from "../../src/rig/index.ts";
import { adminOf } from "../support/admin.ts";
import { CABINETS, type Login, SiteMachine } from "../support/site-machine.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const { loginOf } = adminOf(test);
const KEY = makeRecoveryKey();
const EVENTS = 300;
let login: Login;

/** A site of which only central is left. */
beforeAll(async () => {
  const copied = await test.central.gateway("lost");
  const ledger = new FakeLedger();
  ledger.appendMany(EVENTS);
  await ledger.push(copied);
  const site = { rev: 1, name: "Lost", software: "1", sealed: sealer(KEY).sealSettings(CABINETS) };
  const lockers = [ledger.locker(1)];
  const cabinets = [{ rev: 3, cabinet: "main", name: "Main", link: "up" }];
  const rows = { after: 0, to: 3, site, lockers, cabinets };
  expect(await copied.exchange(ledger.request(EVENTS, 0, { rows }))).toMatchObject({ code: "ok", dead: 0 });
  login = copied.credentials;
});

interface Changes {
  readonly allowed?: boolean;
  readonly key?: string;
  readonly login?: Partial<Login>;
  readonly port?: number;
  readonly toml?: (toml: string) => string;
}

async function restore(changes: Changes = {}, machine = machineWith(changes)) {
  await allowRestore(test.central.root, "lost", changes.allowed === false ? 0 : 60);
  const keyFile = join(machine.folder, "key");
  writeFileSync(keyFile, changes.key ?? showRecoveryText(KEY).join(" "));
  const before = readFileSync(machine.file, "utf8");
  const run = await runHoldfast([
    ...["restore", "--from-central", "--recovery-key", keyFile, "--config", machine.file],
  ]);
  const untouched =
    readFileSync(machine.file, "utf8") === before &&
    !existsSync(join(machine.data, "ledger.db")) &&
    !existsSync(join(machine.data, "keys")) &&
    !existsSync(`${machine.file}.from-central`);
  return { ...run, untouched, machine };
}

function machineWith({ login: other = {}, port, toml }: Changes): SiteMachine {
  const { mariadb } = test.central;
  const server = { ...mariadb, port: port ?? mariadb.port };
  const machine = new SiteMachine(server, { ...login, ...other }, "");
  if (toml) writeFileSync(machine.file, toml(readFileSync(machine.file, "utf8")));
  return machine;
}

const WRONG_KEY = showRecoveryText(makeRecoveryKey()).join("-");

it.each<[string, Changes, number, RegExp]>([
  ["the key of another site", { key: WRONG_KEY }, 65, /^error recovery_key_wrong: .*\nhint: .+\n$/],
  [
    "a key that is mistyped",
    { key: WRONG_KEY.replace(/.$/, (last) => (last === "0" ? "1" : "0")) },
    65,
    /^error recovery_key_mistyped: /,
  ],
  [
    "an admin who has not allowed it",
    { allowed: false },
    77,
    /^error restore_not_allowed: .*\nhint: .*allow-restore NAME\.\nNothing has changed here\.\n$/,
  ],
  ["a wrong password", { login: { password: "x" } }, 77, /^error login_refused: .*rotate NAME.*\nNothing/s],
  ["nobody who answers", { port: 1 }, 3, /^error unreachable: .*\nNothing has changed here\.\n$/s],
  [
    "a server of which the authority is not known",
    { toml: (toml) => toml.replace(/^ca = .*$/m, "") },
    77,
    /^error certificate_untrusted: .*sync\.ca.*\nNothing/s,
  ],
  ["no [sync]", { toml: () => CABINETS }, 78, /^error sync_off: .*\nNothing has changed here\.\n$/s],
])("with %s it says so and changes nothing", async (_what, changes, code, said) => {
  const run = await restore(changes);
  expect(run).toMatchObject({ code, stdout: "", untouched: true });
  expect(run.stderr).toMatch(said);
});

it("with a gateway that central knows and that never copied anything it says so", async () => {
  const fresh = await loginOf("add-gateway", "fresh");
  await allowRestore(test.central.root, "fresh", 60);
  const { code, stderr, untouched } = await restore({ login: fresh });
  expect({ code, untouched }).toEqual({ code: 1, untouched: true });
  expect(stderr).toMatch(/^error nothing_copied: /);
});

it("asks again when a connection breaks; when it does not come back, nothing changed and it can be run again", async () => {
  const { port } = test.central.mariadb;
  let answers = 0;
  let broken = false;
  const proxy = await startTcpProxy(port, { cut: () => (answers++ > 12 && broken) || answers % 9 === 0 });
  onTestFinished(() => proxy.close());
  broken = true;
  const failed = await restore({ port: proxy.port });
  expect(failed).toMatchObject({
    code: 3,
    untouched: true,
    stderr: expect.stringContaining("Nothing has changed"),
  });
  expect(proxy.cuts).toBeGreaterThan(1);
  broken = false;
  const { code, stdout } = await restore({}, failed.machine);
  expect({ code, stdout: stdout.split("\n")[0] }).toEqual({
    code: 0,
    stdout: `Lost is built again: ${EVENTS} events, 0 rentals, 0 of them open.`,
  });
});
