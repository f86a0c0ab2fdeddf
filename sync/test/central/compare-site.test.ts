import { expect, it } from "vitest";
import { requestId } from "../../../gateway/test/support/test-site.ts";
import { centralState, compareSite } from "../../src/central/index.ts";
import { SiteMachine } from "../support/site-machine.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("a real site and central agree after a copy; later things are not copied yet; what somebody changed differs", async () => {
  const { mariadb } = test.central;
  const login = await test.login();
  const machine = new SiteMachine(mariadb, login.credentials).paired();
  await machine.start();
  await machine.linked();
  const { clock, controller, site } = machine;
  const store = (locker: number) =>
    clock.pass(site.store({ cabinet: "main", locker }, `079 123 45 6${locker}`, requestId()));
  const compared = async () => {
    const state = machine.site.sync?.state();
    if (state === undefined) throw new Error("this site does not sync");
    return compareSite(state, await centralState(test.central.root, nameOf(login), state)).map(
      ({ what, means }) => `${what} ${means}`,
    );
  };
  await store(1);
  await store(2);
  site.label({ cabinet: "main", locker: 3 }, "Post", "asked for it");
  await clock.advance(5000);
  expect(new Set(await compared())).toContain("rental 1 not_copied_yet");
  await machine.copy(mariadb, login.credentials);
  expect(await compared()).toEqual([]);

  controller.keypadFinish(2);
  await store(4);
  await clock.advance(5000);
  expect((await compared()).sort()).toEqual([
    "locker main/2 not_copied_yet",
    "locker main/4 not_copied_yet",
    "position not_copied_yet",
    "rental 2 not_copied_yet",
    "rental 3 not_copied_yet",
  ]);
  await machine.copy(mariadb, login.credentials);
  expect(await compared()).toEqual([]);

  await test.run("UPDATE rental SET ended_at = UTC_TIMESTAMP() WHERE rental = 1");
  await test.run("UPDATE locker SET label = 'Door' WHERE locker = 3");
  expect((await compared()).sort()).toEqual(["locker main/3 conflict", "rental 1 conflict"]);
});
