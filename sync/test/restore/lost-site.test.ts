import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { runHoldfast } from "../../../gateway/test/support/run-holdfast.ts";
import { requestId } from "../../../gateway/test/support/test-site.ts";
import { adminOf } from "../support/admin.ts";
import { SiteMachine } from "../support/site-machine.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const PHONE = "41791234567";

const { admin, loginOf } = adminOf(test);

/** Everything that a person would miss. */
function kept(machine: SiteMachine) {
  const db = new Database(join(machine.data, "ledger.db"), { readonly: true });
  const all = (sql: string) => db.prepare(sql).all();
  const found = {
    rentals: all(
      "SELECT id, cabinet, epoch, locker, number, phone, source, started_at, ended_at, ended_by FROM rental ORDER BY id",
    ),
    labels: all("SELECT * FROM label"),
    events: all(
      "SELECT sequence, cabinet, epoch, journal, body, hash FROM event WHERE body NOT LIKE '%ledger_restored%'",
    ),
    cabinets: all("SELECT id, controller, epoch FROM cabinet"),
  };
  db.close();
  return found;
}

it("is built again: rentals, labels and events are there, the old PIN opens, and the cabinet knows best", async () => {
  const { mariadb } = test.central;
  const login = await loginOf("add-gateway", "zurich");
  const old = new SiteMachine(mariadb, login).paired();
  await old.start();
  await old.linked();
  const storing = old.site.store({ cabinet: "main", locker: 1 }, "079 123 45 67", requestId());
  await old.clock.pass(storing);
  await old.clock.until(() => old.texts.length === 1);
  const pin = /([0-9]{4})$/.exec(old.texts[0] ?? "")?.[1] ?? "";
  old.controller.keypadStore(2, "41797654321", "2468");
  old.controller.keypadStore(3, "41797654321", "1357");
  old.site.label({ cabinet: "main", locker: 4 }, "Post room", "asked for it");
  await old.clock.advance(3000);
  old.controller.keypadFinish(3);
  await old.clock.advance(3000);
  const groups = old.site.sync?.showRecoveryKey().groups ?? [];
  await old.copy(mariadb, login);
  await old.stop();
  const before = kept(old);
  expect(before.rentals).toHaveLength(3);
  // The computer burns. What happens until there is another one only the cabinet knows.
  rmSync(old.folder, { recursive: true });
  old.controller.keypadFinish(2);

  const next = await loginOf("rotate", "zurich");
  await admin("rotate", "zurich", "--finish");
  expect(await admin("allow-restore", "zurich")).toContain("zurich may read its rows for 60 minutes.");
  const machine = new SiteMachine(mariadb, next, "", old);
  const keyFile = join(machine.folder, "key.txt");
  writeFileSync(keyFile, groups.join(" ").toLowerCase());
  const arguments_ = ["restore", "--from-central", "--recovery-key", keyFile, "--config", machine.file];
  const checked = await runHoldfast([...arguments_, "--check"]);
  expect(checked).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringContaining("Zürich can be built again"),
  });
  const restored = await runHoldfast(arguments_);
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  expect(restored.stdout).toContain(`${before.events.length} events, 3 rentals, 2 of them open.`);
  expect(kept(machine)).toEqual(before);
  expect(statSync(join(machine.data, "ledger.db")).mode & 0o777).toBe(0o600);
  expect(readFileSync(machine.file, "utf8")).toContain('name = "Main hall"');
  expect(readFileSync(`${machine.file}.from-central`, "utf8")).toContain("the one by the stairs");
  expect(statSync(`${machine.file}.from-central`).mode & 0o777).toBe(0o600);

  await machine.start();
  expect(machine.site.status().problems).toEqual([]);
  expect(machine.site.sync?.showRecoveryKey().groups).toEqual(groups);
  await machine.pair();
  expect(machine.site.pairing("main")).toMatchObject({ state: "done", newPinKey: false });
  await machine.linked();
  await machine.clock.advance(5000);
  const lockers = machine.site.state().cabinets[0]?.lockers ?? [];
  expect(lockers.slice(0, 4)).toMatchObject([
    { state: "held" },
    { state: "free" },
    { state: "free" },
    { state: "free", label: "Post room" },
  ]);
  const at = { cabinet: "main", locker: 1 };
  const { visit } = await machine.clock.pass(machine.site.collect(at, PHONE, pin, requestId()));
  await machine.clock.pass(machine.site.finish(visit));
  await machine.clock.advance(3000);

  await machine.copy(mariadb, next);
  const [status] = JSON.parse(await admin("status", "--json"));
  expect(status).toMatchObject({ gateway: "zurich", epoch: 2, held: 0, put_aside: 0 });
  expect(status.events).toBe(machine.site.events({ last: 1 })[0]?.sequence);
  expect(await admin("verify-chain", "zurich")).toContain("The chain holds");
  expect(await test.value("SELECT base_seq FROM life WHERE epoch = 2")).toBe(before.events.length);
});
