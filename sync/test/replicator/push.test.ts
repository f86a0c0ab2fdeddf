import { expect, it } from "vitest";
import { queueCommand, verifyChain } from "../../src/central/index.ts";
import { link } from "../support/linked.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("brings everything to central, batch after batch, and then nothing more", async () => {
  const { gateway, login, cycle } = await link(test, { batch: 100 });
  gateway.events.appendMany(1234);
  for (let locker = 1; locker <= 8; locker++) gateway.setLocker(locker);
  expect(await cycle.run()).toEqual({ sequence: 1234, events: 1234, putAside: 0 });
  expect(await cycle.run()).toEqual({ sequence: 1234, events: 0, putAside: 0 });
  expect(gateway.position).toBe(1234);
  const { user } = login.credentials;
  expect(await test.value(`SELECT COUNT(*) FROM locker WHERE gateway_id = ${ID}`, user)).toBe(8);
  expect(await verifyChain(test.central.root, nameOf(login))).toMatchObject({
    broken: undefined,
    proven: 1234,
  });
});

it("brings each command once, and what became of it back", async () => {
  const { gateway, login, cycle } = await link(test);
  gateway.setLocker(3);
  await cycle.run();
  const order = { gateway: nameOf(login), cabinet: "main", locker: 3, reason: "a reason", minutes: 5 };
  const { id } = await queueCommand(test.central.root, { kind: "release", ...order });
  await cycle.run();
  await cycle.run();
  expect([...gateway.carriedOut]).toEqual([[id, 1]]);
  expect(await test.value("SELECT state FROM command WHERE id = ?", id)).toBe("done");
});

it("hands out a command again that could not be begun", async () => {
  const { gateway, login, cycle } = await link(test);
  gateway.setLocker(3);
  await cycle.run();
  const order = { gateway: nameOf(login), cabinet: "main", locker: 3, reason: "a reason", minutes: 5 };
  const { id } = await queueCommand(test.central.root, { kind: "release", ...order });
  const { carryOut } = gateway;
  gateway.carryOut = () => undefined;
  await cycle.run();
  expect(gateway.carriedOut.size).toBe(0);
  gateway.carryOut = carryOut;
  await cycle.run();
  await cycle.run();
  expect([...gateway.carriedOut]).toEqual([[id, 1]]);
});
