import { expect, test } from "vitest";
import { cutLedger } from "../../src/simulation/ledger-cuts/cut-ledger.ts";

test("whatever a power cut leaves of the writes, everything acknowledged is there and nothing by half", async () => {
  const result = await cutLedger({ seed: "promise", cuts: 400 });
  expect(result).toEqual({ cuts: 400, lost: 0 });
});

test.each(["NORMAL", "OFF"] as const)(
  "a ledger that does not wait for its disk loses something, and it is noticed: %s",
  async (synchronous) => {
    const { lost } = await cutLedger({ seed: "promise", cuts: 200, synchronous });
    expect(lost).toBeGreaterThan(0);
  },
);
