import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MemorySite } from "../support/memory-site.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite, temporaryFolder } from "../support/served-site.ts";

async function siteWithRental(ids?: string[]) {
  const served = await serveMemorySite({ site: new MemorySite(ids, 4) });
  const params = { cabinet: "hall", locker: 2 };
  await served.customer.call("store", { params, body: { phone: "0791234567", requestId: randomUUID() } });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runHoldfast([...args, "--socket", served.operatorSocket]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };
  return { ...served, run };
}

test("lockers are a table for people", async () => {
  const { run } = await siteWithRental();
  const [heading, ...rows] = (await run("lockers")).trimEnd().split("\n");
  expect(heading).toBe("CABINET  LOCKER  STATE  DOOR    PHONE  SINCE                WRONG PINS");
  expect(rows[0]).toBe("hall          1  free   closed");
  expect(rows[1]).toMatch(/^hall {10}2 {2}held {3}closed {2}… 567 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(rows).toHaveLength(4);
});

test.each([["status"], ["lockers"], ["events"], ["messages"]])(
  "%s --json is one document for programs",
  async (name) => {
    const { run } = await siteWithRental();
    const value = JSON.parse(await run(name, "--json"));
    expect(JSON.stringify(value)).not.toContain("0791234567");
    expect(value).toBeTypeOf("object");
  },
);

test("status says how the gateway and each cabinet are", async () => {
  const { run } = await siteWithRental();
  const text = await run("status");
  expect(text).toContain("holdfast 0.1.0, up 1 h 1 min");
  expect(text).toMatch(/^hall +Cabinet hall +up +never +\/dev\/ttyS0/m);
});

test("messages show where each one is", async () => {
  const { run } = await siteWithRental();
  expect(await run("messages")).toMatch(/hall +2 +… 567 +queued +0/);
});

test("events can be of one cabinet and of the newest only", async () => {
  const { run } = await siteWithRental(["hall", "yard"]);
  await run("open", "yard", "1", "--reason", "first");
  await run("open", "yard", "2", "--reason", "second");
  const events = JSON.parse(await run("events", "--json", "--cabinet", "yard", "--last", "1"));
  expect(events).toMatchObject([{ cabinet: "yard", locker: 2, reason: "second" }]);
});

test("a locker is taken out of service, put back, its PIN issued again and its rental ended", async () => {
  const { run, site } = await siteWithRental();
  await run("out-of-service", "1", "-r", "bent door");
  expect(site.cabinets[0]?.lockers[0]?.state).toBe("out_of_service");
  await run("in-service", "1", "-r", "mended");
  expect(site.cabinets[0]?.lockers[0]?.state).toBe("free");
  expect(JSON.parse(await run("reissue-pin", "hall", "2", "-r", "lost", "--json"))).toEqual({
    done: true,
    cabinet: "hall",
    locker: 2,
  });
  await run("release", "2", "-r", "left behind");
  expect(site.ledger.map(({ kind }) => kind)).toEqual([
    "store",
    "out_of_service",
    "in_service",
    "reissue_pin",
    "release",
  ]);
});

test("the socket is found by the configuration, by the environment and in the usual place", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "data"));
  const file = join(folder, "holdfast.toml");
  // A mistake elsewhere in the file does not keep an operator from a gateway that runs.
  writeFileSync(file, "cabinet = 5\n");
  const { operatorSocket } = await serveMemorySite({ operatorSocket: join(folder, "data", "operator.sock") });
  const found = await Promise.all([
    runHoldfast(["status", "--json", "--config", file]),
    runHoldfast(["status", "--json"], { env: { HOLDFAST_SOCKET: operatorSocket } }),
    runHoldfast(["status", "--json"], { cwd: folder }),
  ]);
  expect(found.map(({ code }) => code)).toEqual([0, 0, 0]);
});

test("what somebody wrote as a reason cannot steer the terminal that shows it", async () => {
  const { run, site } = await siteWithRental();
  site.record("operator_open", { cabinet: "hall", locker: 1 }, "operator", "\u001b[2Jgone");
  const text = await run("events");
  expect(text).toContain("?[2Jgone");
  expect(text).not.toContain("\u001b");
});
