import { expect, it } from "vitest";
import { commandStates, queueCommand } from "../../src/central/index.ts";
import { newOrderKey, readPrivateKey, readPublicKey, verifyOrder } from "../../src/contract/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

async function site(challenge?: string) {
  const login = await test.login();
  const ledger = new FakeLedger();
  const rows = { after: 0, to: 1, lockers: [ledger.locker(1)] };
  const request = ledger.request(0, 0, { rows, ...(challenge === undefined ? {} : { challenge }) });
  await login.exchange(request);
  const command = {
    kind: "out_of_service" as const,
    gateway: nameOf(login),
    cabinet: "main",
    locker: 1,
    reason: "the hinge is broken",
    minutes: 60,
  };
  return { login, ledger, command };
}

it("queues each kind with who asked for it", async () => {
  const { command } = await site();
  for (const kind of ["release", "out_of_service", "in_service", "reissue_pin", "label"] as const) {
    const asked = { ...command, kind, ...(kind === "label" && { label: "Post room" }) };
    expect(await queueCommand(test.central.root, asked)).toMatchObject({ state: "queued" });
  }
  const states = await commandStates(test.central.root, command.gateway);
  expect(states.map(({ kind }) => kind)).toEqual([
    "label",
    "reissue_pin",
    "in_service",
    "out_of_service",
    "release",
  ]);
  expect(new Set(states.map(({ who }) => who))).toEqual(new Set(["root@localhost"]));
});

it.each([
  ["no_such_gateway", { gateway: "nobody" }],
  ["no_such_gateway", { gateway: "gateway-1 " }],
  ["no_such_locker", { locker: 2 }],
  ["no_such_locker", { cabinet: "other" }],
  ["reason_missing", { reason: "  a " }],
  ["reason_missing", { reason: "x".repeat(201) }],
  ["bad_expiry", { minutes: 0 }],
  ["bad_expiry", { minutes: 50_000 }],
  ["not_signed", { kind: "open" as const }],
  ["bad_label", { kind: "label" as const }],
  ["bad_label", { kind: "label" as const, label: "x".repeat(21) }],
  ["bad_label", { kind: "label" as const, label: "two\nlines" }],
  ["bad_label", { label: "Post room" }],
])("says %s for %o", async (code, change) => {
  const { command } = await site();
  await expect(queueCommand(test.central.root, { ...command, ...change })).rejects.toMatchObject({ code });
});

it.each([" Zürich 😀 ", ""])("gives the label %j to the gateway", async (label) => {
  const { login, ledger, command } = await site();
  await queueCommand(test.central.root, { ...command, kind: "label", label });
  const { commands } = await login.exchange(ledger.request(0, 0));
  expect(commands).toMatchObject([{ kind: "label", payload: label.trim(), signature: null }]);
});

it("signs an order to open with the gateway's challenge", async () => {
  const { login, ledger, command } = await site("challenge-1");
  const { privatePem, publicKey } = newOrderKey();
  const key = readPrivateKey(privatePem);
  const { id } = await queueCommand(test.central.root, { ...command, kind: "open", key });
  const { commands } = await login.exchange(ledger.request(0, 0));
  const { payload, signature } = commands[0] ?? {};
  expect(verifyOrder(payload ?? "", signature ?? "", readPublicKey(publicKey))).toMatchObject({
    id,
    gateway: command.gateway,
    cabinet: "main",
    locker: 1,
    challenge: "challenge-1",
  });
  expect(
    verifyOrder((payload ?? "").replace("main", "mine"), signature ?? "", readPublicKey(publicKey)),
  ).toBe(undefined);
  expect(verifyOrder(payload ?? "", signature ?? "", readPublicKey(newOrderKey().publicKey))).toBe(undefined);
});

it("takes no order to open that is not signed, also not from SQL", async () => {
  const { command } = await site("challenge-1");
  const call = "CALL queue_open(?, 'main', 1, 'let me in', 5, UUID(), '{}', ?)";
  for (const signature of [null, "", "short"]) {
    await expect(test.central.root.rows(call, [command.gateway, signature])).rejects.toMatchObject({
      code: "not_signed",
    });
  }
});

it("stops at a thousand that wait", async () => {
  const { command } = await site();
  await queueCommand(test.central.root, command);
  await test.run(
    `INSERT INTO command (gateway_id, id, place, kind, cabinet, locker, reason, who, state, queued_at, expires_at)
     SELECT gateway_id, CONCAT('copy-', s.seq), 1 + s.seq, kind, cabinet, locker, reason, who, state, queued_at, expires_at
     FROM command, seq_1_to_999 AS s WHERE gateway_id = (SELECT id FROM gateway WHERE name = ?)`,
    command.gateway,
  );
  await expect(queueCommand(test.central.root, command)).rejects.toMatchObject({
    code: "queue_full",
    retryable: true,
  });
});
