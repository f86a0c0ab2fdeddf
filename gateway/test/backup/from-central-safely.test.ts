import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { keepRecoveryKey, readRecoveryKey, recoveryKeyFile } from "../../src/sync/recovery-key.ts";
import { sealer } from "../../src/sync/sealer.ts";
import { copyOf, KEY, LOST, newMachine, rental, THREE } from "../support/central-copy.ts";
import { kindsOf, makeLedger } from "../support/kept-ledger.ts";

const OTHER_KEY = new Uint8Array(32).fill(8);

test.each<[string, string | null]>([
  ["settings", LOST],
  ["phones alone", null],
])("the wrong recovery key is found by the %s, before anything is touched", async (_what, settings) => {
  const machine = newMachine();
  makeLedger(machine.data, 2);
  const lines = copyOf([rental(1), ...THREE], { settings });
  await expect(machine.restore(lines, { recoveryKey: OTHER_KEY })).rejects.toMatchObject({
    code: "recovery_key_wrong",
  });
  untouched(machine);
});

test.each<[string, (lines: ReturnType<typeof copyOf>) => ReturnType<typeof copyOf>]>([
  ["has no end", (lines) => lines.slice(0, -1)],
  ["lacks its last event", (lines) => lines.filter((line) => line.what !== "event" || line.sequence < 3)],
  ["begins in its middle", (lines) => lines.slice(1)],
  ["is empty", () => []],
])("a copy that %s changes nothing", async (_what, spoil) => {
  const machine = newMachine();
  makeLedger(machine.data, 2);
  const lines = spoil(copyOf([rental(1), ...THREE]));
  await expect(machine.restore(lines)).rejects.toMatchObject({ code: "central_copy_cut" });
  untouched(machine);
});

function untouched({ data, file }: ReturnType<typeof newMachine>): void {
  expect(readFileSync(file, "utf8")).toBe("[sync]\n");
  expect(readdirSync(join(file, "..")).sort()).toEqual(["data", "holdfast.toml"]);
  expect(readdirSync(data).sort()).toEqual(["ledger.db", "ledger.lock"]);
  const ledger = openLedger(data, 0);
  expect(kindsOf(ledger)).toEqual(["something", "something"]);
  ledger.close();
}

test("only looked at, nothing changes either", async () => {
  const machine = newMachine();
  makeLedger(machine.data, 2);
  expect(await machine.restore(copyOf(THREE), { check: true })).toMatchObject({ events: 3 });
  untouched(machine);
});

test("with the gateway running it is refused", async () => {
  const machine = newMachine();
  const ledger = openLedger(machine.data, 0);
  await expect(machine.restore(copyOf(THREE))).rejects.toMatchObject({ code: "ledger_locked" });
  ledger.close();
});

test("the ledger that stood there is kept, and so is another recovery key", async () => {
  const machine = newMachine();
  makeLedger(machine.data, 2);
  keepRecoveryKey(machine.data, OTHER_KEY);
  const { kept } = await machine.restore(copyOf(THREE));
  expect(kept).toBe(join(machine.data, "quarantine", "0001-ledger.db"));
  expect(readRecoveryKey(machine.data)).toEqual(KEY);
  const other = `${recoveryKeyFile(machine.data)}.${sealer(OTHER_KEY).fingerprint}`;
  expect(statSync(other).mode & 0o777).toBe(0o600);
  // The same one leaves nothing beside it.
  await machine.restore(copyOf(THREE));
  expect(readdirSync(join(machine.data, "keys"))).toHaveLength(2);
});

test("it can be run again after power failed at any step", async () => {
  const machine = newMachine();
  await machine.restore(copyOf([rental(1), ...THREE]));
  writeFileSync(join(machine.data, "restoring"), "half");
  const { completed } = await machine.restore(copyOf([rental(1), ...THREE]));
  expect(completed).toBe(false);
  expect(machine.rows("SELECT id FROM rental")).toEqual([{ id: 1 }]);
});
