import { expect, test } from "vitest";
import type { SyncCommand } from "../../src/contract/sync-schemas.ts";
import { newOrderKey, readPrivateKey, signOrder } from "../../src/open-order.ts";
import { command } from "../support/central-desk.ts";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { requestId, type TestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 3 };
const PHONE = "+41791234567";
const { privatePem, publicKey } = newOrderKey();

async function start() {
  const t = await startSyncSite({ open_key: publicKey });
  const idle = () => t.clock.until(() => t.site.status().sync?.openCommands === 0);
  const deliver = async (...commands: SyncCommand[]) => {
    deskOf(t).take(commands);
    await idle();
  };
  const acks = () => deskOf(t).batch({ after: 0, rowsAfter: 0, most: 1000 }).acks;
  const store = async () => {
    await t.clock.pass(t.site.store(LOCKER, PHONE, requestId()));
    await t.clock.until(() => t.site.lockers()[2]?.state === "held");
  };
  return { t, idle, deliver, acks, store };
}

function signedOpen(t: TestSite): SyncCommand {
  const { challenge = "" } = deskOf(t).batch({ after: 0, rowsAfter: 0, most: 1 });
  const made = command({ kind: "open", reason: "the key broke off" });
  const { id, cabinet, locker, reason } = made;
  const order = { order: "holdfast open 1", gateway: "zurich", minutes: 10, challenge } as const;
  const signed = signOrder({ ...order, id, cabinet, locker, reason }, readPrivateKey(privatePem));
  return { ...made, payload: signed.payload, signature: Buffer.from(signed.signature).toString("hex") };
}

test.each([
  ["release", "release", "out_of_service"],
  ["out_of_service", "set_service", "held"],
  ["reissue_pin", "set_pin", "held"],
])("%s reaches the controller, and its journal says on whose word: %s", async (kind, journal, state) => {
  const { t, deliver, acks, store } = await start();
  await store();
  const one = command({ kind });
  await deliver(one);
  expect(acks()).toEqual([{ id: one.id, state: "done" }]);
  const events = t.site.events({}).filter(({ actor }) => actor === "central");
  expect(events).toMatchObject([
    { kind: "central_command", ...LOCKER, reason: one.reason },
    { kind: journal, ...LOCKER, reason: one.reason, outcome: "done" },
    { kind: "central_command_ended", ...LOCKER, outcome: "done" },
  ]);
  expect(t.site.lockers()[2]?.state).toBe(state);
});

test("what central released opens to nobody until somebody at the site has looked inside", async () => {
  const { t, deliver, acks, store } = await start();
  await store();
  await deliver(command({ kind: "release" }));
  const back = command({ kind: "in_service" });
  await deliver(back);
  expect(acks().at(-1)).toMatchObject({ id: back.id, state: "refused" });
  expect(acks().at(-1)?.result).toContain("look_inside_first");
  await expect(t.site.store(LOCKER, PHONE, requestId())).rejects.toMatchObject({
    code: "locker_out_of_service",
  });
  await t.clock.pass(t.site.setService(LOCKER, false, "empty"));
  await store();
});

test("central puts back what it took out itself, and not what the operator took out", async () => {
  const { t, deliver, acks } = await start();
  await deliver(command({ kind: "out_of_service" }));
  await deliver(command({ kind: "in_service" }));
  expect(acks().map(({ state }) => state)).toEqual(["done", "done"]);
  await t.clock.pass(t.site.setService(LOCKER, true, "somebody's coat"));
  await deliver(command({ kind: "in_service" }));
  expect(acks().at(-1)).toMatchObject({ state: "refused" });
  expect(t.site.lockers()[2]?.state).toBe("out_of_service");
});

test("a new PIN goes to the phone of the holder, and nowhere else", async () => {
  const { t, deliver, store } = await start();
  await store();
  const old = t.controller.pins.get(3);
  await deliver(command({ kind: "reissue_pin" }));
  await t.clock.until(() => t.texts.length === 2);
  expect(t.texts[1]?.to).toBe(PHONE);
  expect(t.pin()).toBe(t.controller.pins.get(3));
  expect(t.pin()).not.toBe(old);
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(central.texts.join()).not.toContain(`"${t.pin()}"`);
});

test("a label is seen by everybody, here and far away, also after a restart, until it is taken away", async () => {
  const { t, deliver } = await start();
  const heard: (string | undefined)[] = [];
  t.site.onCabinet(({ lockers }) => heard.push(lockers[2]?.label));
  await deliver(command({ kind: "label", payload: "Post room" }));
  expect(heard).toEqual(["Post room"]);
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(central.row("locker main/3")).toMatchObject({ label: "Post room" });
  await t.restart();
  expect(t.site.state().cabinets[0]?.lockers[2]?.label).toBe("Post room");
  expect(t.site.lockers()[2]?.label).toBe("Post room");
  t.site.label(LOCKER, "", "moved");
  expect(t.site.state().cabinets[0]?.lockers[2]).not.toHaveProperty("label");
  central.drain(deskOf(t));
  expect(central.row("locker main/3")).toMatchObject({ label: null });
});

test("an order to open moves the door once, and the holder keeps the locker", async () => {
  const { t, deliver, acks, store } = await start();
  await store();
  const one = signedOpen(t);
  await deliver(one, one);
  await deliver(one);
  expect(t.controller.pulses).toEqual([3, 3]);
  expect(acks()).toEqual([{ id: one.id, state: "done" }]);
  expect(t.site.lockers()[2]?.state).toBe("held");
});

test("without its order no door moves", async () => {
  const { t, deliver, acks } = await start();
  await deliver(command({ kind: "open" }));
  expect(acks()).toMatchObject([{ state: "refused", result: expect.stringContaining("not_signed") }]);
  expect(t.controller.pulses).toEqual([]);
});

test.each(["before the controller has it", "after the pulse"])(
  "killed %s: unknown, and never again",
  async (when) => {
    const { t, deliver, acks } = await start();
    const one = signedOpen(t);
    const pulses = when === "after the pulse" ? [3] : [];
    if (pulses.length > 0)
      t.controller.toGateway = (m) => (m.name === "result" || m.name === "event" ? "lose" : "pass");
    else t.controller.toController = (m) => (m.name === "operator_open" ? "lose" : "pass");
    deskOf(t).take([one]);
    const begun = () => t.site.events({}).some(({ kind }) => kind === "central_command");
    await t.clock.until(() => begun() && t.controller.pulses.length === pulses.length);
    t.controller.toGateway = t.controller.toController = () => "pass";
    await t.restart();
    expect(acks()).toMatchObject([{ id: one.id, state: "unknown" }]);
    await deliver(one);
    await t.clock.advance(10_000);
    expect(t.controller.pulses).toEqual(pulses);
    expect(acks()).toHaveLength(1);
  },
);

test("a cabinet that is away is asked again, and what its time was over for is not done", async () => {
  const { t, deliver, acks } = await start();
  t.controller.reachable = false;
  t.controller.cut();
  const [one, late] = [command(), command({ kind: "in_service" })];
  await deliver(one, late);
  expect(acks()).toEqual([]);
  t.controller.reachable = true;
  await t.ready();
  await deliver({ ...one, ttl_ms: 1000 }, { ...late, ttl_ms: 0 });
  expect(acks().map(({ id, state }) => [id, state])).toEqual([
    [one.id, "done"],
    [late.id, "expired"],
  ]);
});

test("a result that is lost with the link is looked up in the journal", async () => {
  const { t, deliver, acks } = await start();
  t.controller.toGateway = (m) => (m.name === "result" || m.name === "event" ? "lose" : "pass");
  const one = command();
  deskOf(t).take([one]);
  await t.clock.until(() => t.controller.journal.sequence > 0);
  t.controller.cut();
  t.controller.toGateway = () => "pass";
  await deliver();
  expect(acks()).toEqual([{ id: one.id, state: "done" }]);
});

test("the end of a command rings for the next cycle", async () => {
  const { t, deliver } = await start();
  const heard: string[] = [];
  deskOf(t).onDue((why) => heard.push(why));
  await deliver(command(), command({ locker: 99 }));
  expect(heard).toEqual(["command", "command"]);
});

test("cycles without commands add nothing to the ledger", async () => {
  const { t } = await start();
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  const { sequence } = central.position;
  for (let cycle = 0; cycle < 3; cycle++) {
    central.pull(deskOf(t));
    deskOf(t).take([]);
  }
  expect(central.position.sequence).toBe(sequence);
  expect(t.site.status().ledger.events).toBe(sequence);
});
