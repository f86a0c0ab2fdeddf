import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GatewayClient } from "../../src/client/index.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import {
  addEvents,
  ledgerFile,
  makeBackedUp,
  openTestLedger,
  overwrite,
  spoilEvent,
} from "../support/kept-ledger.ts";
import { NOBODY, startGatewayProcess } from "../support/run-gateway.ts";
import { temporaryFolder } from "../support/served-site.ts";

/** 24 MB: more than SQLite keeps in memory, so that it has to read what is spoilt. */
const EVENTS = 12_000;
const LONG = "x".repeat(1900);

/** The pages from the middle of the file on. */
function spoilHalf(file: string): void {
  const pages = Math.floor(statSync(file).size / 4096);
  const from = Math.floor(pages / 4);
  overwrite(file, from * 4096, new Uint8Array((pages - from - 8) * 4096).fill(0xee));
}

test("a ledger that fails while it is in use ends the gateway, and the next start mends it", async () => {
  const folder = temporaryFolder();
  const data = join(folder, "data");
  await makeBackedUp(data, 3);
  const ledger = openLedger(data, 0);
  addEvents(ledger, EVENTS, "much", LONG);
  ledger.close();
  const first = startGatewayProcess(NOBODY, folder);
  const { operatorSocket: socketPath = "" } = await first.ready;
  spoilHalf(ledgerFile(data));
  const asked = new GatewayClient({ socketPath }).call("events", { query: { after: EVENTS / 3 } });
  await expect(asked).rejects.toMatchObject({ code: "gateway_unreachable" });
  expect(await first.ended).toMatchObject({ code: 75, output: expect.stringContaining("damaged") });
  await startGatewayProcess(NOBODY, folder).ready;
  const client = new GatewayClient({ socketPath });
  expect(await client.call("status", {})).toMatchObject({
    ledger: { epoch: 2 },
    problems: [{ code: "ledger_restored" }],
  });
  const events = await client.call("events", { query: {} });
  expect(events.map(({ kind }) => kind).slice(3)).toEqual(["ledger_restored", "ledger_quarantined"]);
});

test("after a failure in use every page is looked at, also where a start would not look", async () => {
  const folder = temporaryFolder();
  await makeBackedUp(folder, 2);
  const opened = await openTestLedger(folder);
  addEvents(opened.ledger, EVENTS, "much", LONG);
  await opened.close();
  const again = await openTestLedger(folder);
  spoilHalf(ledgerFile(folder));
  expect(() => again.ledger.events({ after: EVENTS / 3 })).toThrowError();
  expect(again.damages).toHaveLength(1);
  await again.close();
  expect(existsSync(join(folder, "ledger.suspect"))).toBe(true);
  const { ledger } = await openTestLedger(folder);
  expect(ledger.life.cause).toBe("restored");
  expect(existsSync(join(folder, "ledger.suspect"))).toBe(false);
});

test("damage that only a backup's check finds is told, and mended when the gateway is restarted", async () => {
  const folder = temporaryFolder();
  await makeBackedUp(folder, 2);
  const ledger = openLedger(folder, 0);
  addEvents(ledger, 1000);
  ledger.close();
  // Too long ago for a start to look at.
  spoilEvent(ledgerFile(folder), '"sequence":7}');
  const { care, close } = await openTestLedger(folder);
  care.start();
  expect(care.problems().map(({ code }) => code)).not.toContain("ledger_damaged");
  await expect(care.backup()).rejects.toMatchObject({ code: "backup_failed" });
  expect(care.problems().map(({ code }) => code)).toContain("ledger_damaged");
  await close();
  const again = await openTestLedger(folder);
  expect(again.ledger.life.cause).toBe("restored");
});
