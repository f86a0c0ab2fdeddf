import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BALLAST_BYTES, Ballast } from "../../src/ledger/ballast.ts";
import { openDatabase } from "../../src/ledger/database.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { systemRandom } from "../../src/random.ts";
import { requestId, startTestSite, temporaryFolder } from "../support/test-site.ts";

const PHONE = "+41791234567";

test("with the ballast gone the page stores nothing, and what is stored can be collected", async () => {
  const folder = temporaryFolder();
  const ballast = new Ballast(folder);
  ballast.fill();
  const ledger = new Ledger(openDatabase(folder), 0, systemRandom, { ballast });
  const t = await startTestSite({
    ledger,
    prepare: (fake) => fake.keypadStore(1, "41791234567", "4711"),
  });
  const storing = () => t.site.state().cabinets[0]?.storing;
  expect(storing()).toBe("possible");
  ballast.drop();
  await t.clock.advance(2000);
  expect(storing()).toBe("paused");
  await expect(t.site.store({ cabinet: "main", locker: 2 }, PHONE, requestId())).rejects.toMatchObject({
    code: "storing_paused",
  });
  const collected = t.site.collect({ cabinet: "main", locker: 1 }, PHONE, "4711", requestId());
  const { visit } = await t.clock.pass(collected);
  await t.clock.pass(t.site.finish(visit));
  expect(t.controller.pulses).toEqual([1]);
  expect(ballast.fill()).toBe(true);
  await t.clock.advance(2000);
  expect(storing()).toBe("possible");
});

test("the ballast is real: its size is known, a wrong one is none", () => {
  const folder = temporaryFolder();
  expect(new Ballast(folder).there).toBe(false);
  const ballast = new Ballast(folder);
  expect(ballast.fill()).toBe(true);
  expect(new Ballast(folder).there).toBe(true);
  rmSync(join(folder, "ballast"));
  expect(new Ballast(folder).there).toBe(false);
  expect(BALLAST_BYTES).toBeGreaterThan(200_000);
});
