import { expect, test } from "vitest";
import { openDatabase } from "../../src/ledger/database.ts";
import type { NewEvent } from "../../src/ledger/event-store.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { systemRandom } from "../../src/random.ts";
import { startTestSite, temporaryFolder } from "../support/test-site.ts";

class FullLedger extends Ledger {
  full = false;

  override change<T>(work: (append: (event: NewEvent) => void) => T): T {
    if (this.full) throw new Error("database or disk is full");
    return super.change(work);
  }
}

async function startOnDisk() {
  const ledger = new FullLedger(openDatabase(temporaryFolder()), 0, systemRandom);
  const t = await startTestSite({ ledger });
  return { ...t, ledger, problem: () => t.site.status().cabinets[0]?.problem };
}

const FULL = "the gateway cannot keep what the controller says: database or disk is full";

test("a ledger that takes no events is a problem of the cabinet, until it takes them again", async () => {
  const { clock, controller, ledger, problem, site } = await startOnDisk();
  for (let times = 0; times < 2; times++) {
    ledger.full = true;
    controller.record("tamper", {});
    await clock.until(() => problem() === FULL);
    await clock.advance(5000);
    expect(problem()).toBe(FULL);
    ledger.full = false;
    await clock.until(() => problem() === undefined, 2000);
    expect(site.events({ last: 1 })).toMatchObject([{ kind: "tamper" }]);
  }
});

test("a session that began with a full ledger is followed by one that is of use", async () => {
  const { clock, controller, ledger, problem, ready } = await startOnDisk();
  ledger.full = true;
  controller.cut();
  controller.reboot();
  await clock.until(() => problem() === FULL);
  ledger.full = false;
  await ready();
  expect(problem()).toBeUndefined();
});
