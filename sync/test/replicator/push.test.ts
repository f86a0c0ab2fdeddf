import { expect, it } from "vitest";
import { queueCommand, verifyChain } from "../../src/central/index.ts";
import { findRequest } from "../../src/replicator/request.ts";
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

it("asks for the next batch while central works on this one", async () => {
  const { gateway, line, cycle } = await link(test, { batch: 100 });
  gateway.events.appendMany(250);
  const told: string[] = [];
  const batch = gateway.batch.bind(gateway);
  gateway.batch = (place) => {
    told.push(`batch after ${place.after}`);
    return batch(place);
  };
  const exchange = line.exchange.bind(line);
  line.exchange = async (request) => {
    told.push(`to central: ${request.events?.length}`);
    const answer = await exchange(request);
    told.push("from central");
    return answer;
  };
  await cycle.run();
  expect(told.join(", ")).toBe(
    [
      "batch after 0, to central: 100, batch after 100, from central",
      "to central: 100, batch after 200, from central",
      "to central: 50, from central",
    ].join(", "),
  );
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
  expect(gateway.unacknowledged).toBe(0);
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

it("hands a command over once in a cycle, however many exchanges that takes", async () => {
  const { gateway, login, cycle } = await link(test, { batch: 100 });
  gateway.setLocker(3);
  await cycle.run();
  const order = { gateway: nameOf(login), cabinet: "main", locker: 3, reason: "a reason", minutes: 5 };
  await queueCommand(test.central.root, { kind: "release", ...order });
  gateway.events.appendMany(1000);
  let asked = 0;
  gateway.carryOut = () => {
    asked++;
    return undefined;
  };
  await cycle.run();
  expect(asked).toBe(1);
});

it("asks central for events without leaving a trace, whether it has many lives or none", async () => {
  const { gateway, login, line, cycle } = await link(test);
  const look = () =>
    test.rows(
      "SELECT epoch, epoch_id, last_seq, last_seen FROM gateway WHERE account = ?",
      login.credentials.user,
    );
  const before = await look();
  expect(await line.exchange(findRequest([[1, "a".repeat(64)]]))).toMatchObject({ found: null });
  expect(await look()).toEqual(before);
  gateway.events.appendMany(5);
  await cycle.run();
  const after = await look();
  expect(await line.exchange(findRequest([[4, gateway.events.hashAt(4)]]))).toMatchObject({ found: 4 });
  expect(await look()).toEqual(after);
});
