import { expect, it } from "vitest";
import { commandStates, type NewCommand, queueCommand } from "../../src/central/index.ts";
import { newOrderKey, readPrivateKey } from "../../src/contract/index.ts";
import { CABINETS, SiteMachine } from "../support/site-machine.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const { privatePem, publicKey } = newOrderKey();
const key = readPrivateKey(privatePem);

/** A real gateway whose lockers central knows of. */
async function site() {
  const login = await test.login();
  const { mariadb, root } = test.central;
  const machine = new SiteMachine(
    mariadb,
    login.credentials,
    `open_key = "${publicKey}"\n${CABINETS}`,
  ).paired();
  await machine.start();
  await machine.linked();
  const copy = () => machine.copy(mariadb, login.credentials);
  await copy();
  const asked = { gateway: nameOf(login), cabinet: "main", locker: 3, reason: "asked by phone", minutes: 60 };
  return {
    machine,
    user: login.credentials.user,
    copy,
    queue: (command: Pick<NewCommand, "kind"> & Partial<NewCommand>) =>
      queueCommand(root, { ...asked, ...command }),
    /** Fetched, carried out, and told. */
    async carryOut() {
      await copy();
      await machine.clock.until(() => machine.site.status().sync?.openCommands === 0);
      await copy();
    },
    /** In the order in which they were queued. */
    states: async () =>
      (await commandStates(root, asked.gateway)).reverse().map(({ kind, state }) => `${kind} ${state}`),
  };
}

it("what an admin queues is done at the cabinet, and what became of it comes back", async () => {
  const t = await site();
  await t.queue({ kind: "label", label: "Büro 2 😀" });
  await t.queue({ kind: "out_of_service" });
  await t.queue({ kind: "release" });
  await t.queue({ kind: "open", key });
  expect(await t.states()).toEqual([
    "label queued",
    "out_of_service queued",
    "release queued",
    "open queued",
  ]);
  await t.carryOut();
  expect(await t.states()).toEqual(["label done", "out_of_service done", "release refused", "open done"]);
  expect(t.machine.controller.pulses).toEqual([3]);
  const result = `SELECT result FROM command WHERE gateway_id = ${ID} AND kind = 'release'`;
  expect(await test.value(result, t.user)).toMatch(/^locker_not_held: /);
  const locker = `SELECT state, label FROM locker WHERE gateway_id = ${ID} AND locker = 3`;
  expect(await test.rows(locker, t.user)).toEqual([{ state: "out_of_service", label: "Büro 2 😀" }]);
  const events = t.machine.site.events({}).filter(({ actor }) => actor === "central");
  expect(new Set(events.map(({ reason }) => reason))).toEqual(new Set(["asked by phone"]));
  // Nothing is done again, however often they talk.
  await t.carryOut();
  expect(t.machine.controller.pulses).toEqual([3]);
});

it("each order to open needs a challenge of its own", async () => {
  const t = await site();
  await t.queue({ kind: "open", key });
  await t.queue({ kind: "open", key });
  await t.carryOut();
  expect(await t.states()).toEqual(["open done", "open refused"]);
  await t.queue({ kind: "open", key });
  await t.carryOut();
  expect(await t.states()).toEqual(["open done", "open refused", "open done"]);
  expect(t.machine.controller.pulses).toEqual([3, 3]);
});

it("whoever has central alone opens nothing", async () => {
  const t = await site();
  const stranger = readPrivateKey(newOrderKey().privatePem);
  await t.queue({ kind: "open", key: stranger });
  await t.queue({ kind: "open", key });
  await test.run(`UPDATE command SET locker = 4 WHERE gateway_id = ${ID} AND place = 2`, t.user);
  await t.carryOut();
  expect(await t.states()).toEqual(["open refused", "open refused"]);
  expect(t.machine.controller.pulses).toEqual([]);
});

it("a gateway that stopped in the middle says that nobody knows, and does it never again", async () => {
  const t = await site();
  t.machine.controller.toController = (message) => (message.name === "set_service" ? "lose" : "pass");
  await t.queue({ kind: "out_of_service" });
  await t.copy();
  const begun = () => t.machine.site.events({}).some(({ kind }) => kind === "central_command");
  await t.machine.clock.until(begun);
  await t.machine.stop();
  t.machine.controller.toController = () => "pass";
  await t.machine.start();
  await t.machine.linked();
  await t.carryOut();
  expect(await t.states()).toEqual(["out_of_service unknown"]);
  expect(t.machine.controller.slots.get(3)).toBeUndefined();
});

it("a cabinet that is away is asked until the time of the command is over", async () => {
  const t = await site();
  t.machine.controller.reachable = false;
  t.machine.controller.cut();
  await t.queue({ kind: "out_of_service" });
  await t.queue({ kind: "out_of_service" });
  await t.carryOut();
  expect(await t.states()).toEqual(["out_of_service delivered", "out_of_service delivered"]);
  await test.run(`UPDATE command SET expires_at = queued_at WHERE gateway_id = ${ID} AND place = 1`, t.user);
  t.machine.controller.reachable = true;
  await t.machine.linked();
  await t.carryOut();
  expect(await t.states()).toEqual(["out_of_service expired", "out_of_service done"]);
});
