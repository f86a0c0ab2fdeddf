import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import type { Random } from "../../src/random.ts";
import { temporaryFolder } from "../support/test-site.ts";

const none: Random = { bytes: (length) => new Uint8Array(length), below: () => 0 };
const COMMAND = {
  cabinet: "main",
  locker: 1,
  kind: "operator_open",
  actor: "operator",
  reason: null,
  request: null,
  fingerprint: null,
  phone: null,
  message: null,
  at: 0,
} as const;

test.each([
  ["at the epoch", 0],
  ["before it", -1e12],
  ["in 2026", Date.UTC(2026, 10, 22)],
  ["in 2300", Date.UTC(2300, 0, 1)],
])("a ledger that begins %s has ids that fit the link and only increase", (_when, wall) => {
  const folder = temporaryFolder();
  const ids: number[] = [];
  for (let life = 0; life < 3; life++) {
    const ledger = openLedger(folder, wall, none);
    ids.push(ledger.commands.add(COMMAND), ledger.commands.add(COMMAND));
    ledger.commands.raiseIds(ledger.commands.highestId + 10);
    ledger.commands.raiseIds(5);
    ledger.close();
  }
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  expect(Math.min(...ids)).toBeGreaterThan(0);
  expect(Math.max(...ids)).toBeLessThan(2 ** 32);
});
