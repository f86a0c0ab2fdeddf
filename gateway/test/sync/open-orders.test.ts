import { expect, test } from "vitest";
import { HoldfastError } from "../../src/contract/error.ts";
import type { SyncCommand } from "../../src/contract/sync-schemas.ts";
import { newOrderKey, type OpenOrder, readPrivateKey, signOrder } from "../../src/open-order.ts";
import { command, ORDER_KEY, startCommands } from "../support/central-desk.ts";

type Site = ReturnType<typeof startCommands>;
const MINUTE_MS = 60_000;

/** As holdfast central queue open makes it. `signed`: what the text says instead of the command. */
function order(challenge: string | undefined, signed: Partial<OpenOrder> = {}, key = ORDER_KEY): SyncCommand {
  const made = command({ kind: "open", reason: "the key broke off" });
  const { id, cabinet, locker, reason } = made;
  const says = {
    order: "holdfast open 1",
    gateway: "zurich",
    minutes: 10,
    challenge: challenge ?? "",
  } as const;
  const { payload, signature } = signOrder({ ...says, id, cabinet, locker, reason, ...signed }, key);
  return { ...made, payload, signature: Buffer.from(signature).toString("hex") };
}

async function expectRefused(t: Site, code: string, ...orders: SyncCommand[]): Promise<void> {
  const before = t.commands.acks().length;
  await t.deliver(...orders);
  const told = t.commands.acks().slice(before);
  expect(told).toHaveLength(orders.length);
  for (const { state, result } of told) {
    expect(state).toBe("refused");
    expect(result).toMatch(new RegExp(`^${code}: `));
  }
}

test("a good order opens the door once", async () => {
  const t = startCommands();
  const one = order(t.commands.challenge);
  await t.deliver(one, one);
  await t.deliver(one);
  expect(t.desk.done).toEqual(["open main/3: the key broke off"]);
  expect(t.commands.acks()).toEqual([{ id: one.id, state: "done" }]);
});

test("a site that allows nobody to open from central refuses, and has no challenge", async () => {
  const t = startCommands({ openKey: undefined });
  expect(t.commands.challenge).toBeUndefined();
  await expectRefused(t, "open_not_allowed", order(""), order("anything"));
  expect(t.desk.done).toEqual([]);
});

const other = readPrivateKey(newOrderKey().privatePem);
const OTHER_ID = "c0000000-0000-4000-8000-aaaaaaaaaaaa";

test.each<[string, string, (challenge: string) => SyncCommand]>([
  ["by nobody", "not_signed", (c) => ({ ...order(c), signature: null })],
  ["without its text", "not_signed", (c) => ({ ...order(c), payload: null })],
  ["by another key", "not_signed", (c) => order(c, {}, other)],
  ["with another signature", "not_signed", (c) => ({ ...order(c), signature: order(c).signature })],
  ["with half a signature", "not_signed", (c) => ({ ...order(c), signature: "ab".repeat(32) })],
  ["with zeros", "not_signed", (c) => ({ ...order(c), signature: "00".repeat(64) })],
  ["and changed afterwards", "not_signed", (c) => changed(order(c), '"locker":3', '"locker":4')],
  ["of another kind", "not_signed", (c) => order(c, { order: "holdfast open 2" } as never)],
  ["with more in it", "not_signed", (c) => order(c, { also: 1 } as never)],
  ["no order at all", "not_signed", (c) => ({ ...order(c), payload: "open sesame" })],
  ["for another command", "order_differs", (c) => order(c, { id: OTHER_ID })],
  ["for another locker", "order_differs", (c) => order(c, { locker: 4 })],
  ["for another cabinet", "order_differs", (c) => order(c, { cabinet: "yard" })],
  ["for another reason", "order_differs", (c) => order(c, { reason: "an inspection" })],
  [
    "with the challenge of another gateway",
    "challenge_over",
    () => order(startCommands().commands.challenge),
  ],
  ["with no challenge", "challenge_over", () => order("")],
  ["for a time before its challenge", "order_too_old", (c) => order(c, { minutes: -16 })],
])("an order that is signed %s opens nothing: %s", async (_how, code, make) => {
  const t = startCommands();
  await expectRefused(t, code, make(t.commands.challenge ?? ""));
  expect(t.desk.done).toEqual([]);
  expect(t.events()).toEqual([expect.stringMatching(/^central_command_ended .* refused$/)]);
});

function changed(made: SyncCommand, from: string, to: string): SyncCommand {
  const payload = made.payload?.replace(from, to) ?? "";
  expect(payload).not.toBe(made.payload);
  return { ...made, locker: 4, payload };
}

test("a challenge is good for one order, whatever became of it", async () => {
  const t = startCommands();
  const first = t.commands.challenge;
  const kept = order(first);
  await t.deliver(order(first));
  await expectRefused(t, "challenge_over", kept);
  const second = t.commands.challenge;
  expect(second).not.toBe(first);
  await expectRefused(t, "not_signed", order(second, {}, other));
  await expectRefused(t, "challenge_over", order(second));
  expect(t.desk.done).toHaveLength(1);
});

test("with a challenge the one before it is used up as well", async () => {
  const t = startCommands();
  const kept = order(t.commands.challenge);
  await t.clock.advance(15 * MINUTE_MS);
  await t.deliver(order(t.commands.challenge));
  await expectRefused(t, "challenge_over", kept);
});

test("two orders with one challenge at two cabinets: only one opens", async () => {
  const t = startCommands();
  const { challenge } = t.commands;
  const elsewhere = { ...order(challenge, { cabinet: "yard" }), cabinet: "yard" };
  await t.deliver(order(challenge), elsewhere);
  expect(t.desk.done).toHaveLength(1);
});

test("an order from before a restart opens nothing", async () => {
  const t = startCommands();
  const kept = order(t.commands.challenge);
  t.restart();
  await expectRefused(t, "challenge_over", kept);
});

test("a challenge is replaced after a quarter of an hour, and is good for another one", async () => {
  const t = startCommands();
  const first = t.commands.challenge;
  await t.clock.advance(15 * MINUTE_MS - 1);
  expect(t.commands.challenge).toBe(first);
  await t.clock.advance(1);
  const second = t.commands.challenge;
  expect(second).not.toBe(first);
  await t.deliver(order(first));
  expect(t.desk.done).toHaveLength(1);

  const kept = order(t.commands.challenge);
  for (let i = 0; i < 2; i++) {
    await t.clock.advance(15 * MINUTE_MS);
    expect(t.commands.challenge).toBeDefined();
  }
  await expectRefused(t, "challenge_over", kept);
});

test("an order that was held back is too old after its minutes", async () => {
  const t = startCommands();
  const [short, long] = [
    order(t.commands.challenge, { minutes: 10 }),
    order(t.commands.challenge, { minutes: 60 }),
  ];
  t.clock.wallOffset -= 1e12;
  await t.clock.advance(25 * MINUTE_MS + 1);
  await expectRefused(t, "order_too_old", short);
  await expectRefused(t, "challenge_over", long);

  const late = order(t.commands.challenge, { minutes: 60 });
  await t.clock.advance(25 * MINUTE_MS);
  await t.deliver(late);
  expect(t.desk.done).toHaveLength(1);
});

test("a cabinet that cannot be reached keeps the challenge, one that is busy does not", async () => {
  const t = startCommands();
  const one = order(t.commands.challenge);
  t.desk.unreachable.add("main");
  await t.deliver(one);
  expect(t.commands.acks()).toEqual([]);
  t.desk.unreachable.clear();
  t.desk.gate = () => Promise.reject(new HoldfastError("cabinet_busy"));
  await expectRefused(t, "cabinet_busy", one);
  t.desk.gate = () => Promise.resolve();
  await t.deliver(one);
  expect(t.desk.done).toHaveLength(1);
});
