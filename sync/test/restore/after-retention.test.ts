import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHoldfast } from "../../../gateway/test/support/run-holdfast.ts";
import { allowRestore } from "../../src/central/index.ts";
import { SiteMachine } from "../support/site-machine.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("a site of which central has forgotten the first events is built again, and copied on, also to a new central", async () => {
  const { mariadb } = test.central;
  const login = await test.login();
  const old = new SiteMachine(mariadb, login.credentials).paired();
  await old.start();
  await old.linked();
  for (let locker = 1; locker <= 4; locker++) {
    old.controller.keypadStore(locker, "41791234567", "2468");
    await old.clock.advance(2000);
  }
  await old.copy(mariadb, login.credentials);
  const groups = old.site.sync?.showRecoveryKey().groups ?? [];
  await old.stop();
  await test.run(
    `UPDATE event SET received_at = TIMESTAMPADD(DAY, -91, UTC_TIMESTAMP(3)) WHERE gateway_id = ${ID} AND seq <= 3`,
    login.credentials.user,
  );
  await test.run("CALL retention_events(1000, 1000)");

  await allowRestore(test.central.root, nameOf(login), 60);
  const machine = new SiteMachine(mariadb, login.credentials, "", old);
  const key = join(machine.folder, "key");
  writeFileSync(key, groups.join(" "));
  const restored = await runHoldfast([
    ...["restore", "--from-central", "--recovery-key", key, "--config", machine.file],
  ]);
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  expect(restored.stdout).toContain("3 older events are missing");
  await machine.start();
  await machine.pair();
  await machine.copy(mariadb, login.credentials);
  const last = () => machine.site.events({ last: 1 })[0]?.sequence;
  const stands = () => test.value(`SELECT last_seq FROM gateway WHERE account = ?`, login.credentials.user);
  expect(await stands()).toBe(last());

  // Central is lost as well: another one begins with what there is.
  for (const table of ["event", "life", "rental", "locker", "cabinet", "site"])
    await test.run(`DELETE FROM ${table}`);
  await test.run(
    `UPDATE gateway SET epoch = 0, epoch_id = NULL, last_seq = 0, last_hash = REPEAT('0', 64), last_rev = 0`,
  );
  await machine.copy(mariadb, login.credentials);
  expect(await stands()).toBe(last());
  expect(await test.value(`SELECT COUNT(*) FROM rental WHERE ended_at IS NULL`)).toBe(4);
  expect(await test.value("SELECT COUNT(*) FROM event_dead")).toBe(0);
});
