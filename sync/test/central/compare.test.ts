import { expect, it } from "vitest";
import { centralState, compareStates, type SiteState } from "../../src/central/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("shows where central's copy and the gateway differ, and nothing where they do not", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  const rows = {
    after: 0,
    to: 4,
    lockers: [ledger.locker(1, { state: "held", rental: 1 }), ledger.locker(2)],
    rentals: [ledger.rental(1), ledger.rental(2, { ended_at: 1 })],
  };
  await login.exchange(ledger.request(0, 1000, { rows }));
  const central = await centralState(test.central.root, nameOf(login));
  const gateway: SiteState = {
    epoch: 1,
    last_seq: 3,
    last_hash: ledger.head,
    lockers: [
      { cabinet: "main", locker: 1, state: "held" },
      { cabinet: "main", locker: 2, state: "free" },
    ],
    rentals: [{ rental: 1, cabinet: "main", locker: 1, number: 1 }],
  };
  expect(compareStates(gateway, central)).toEqual([]);

  const moved: SiteState = {
    ...gateway,
    last_seq: 4,
    lockers: [
      { cabinet: "main", locker: 1, state: "free" },
      { cabinet: "main", locker: 3, state: "free" },
    ],
    rentals: [],
  };
  expect(compareStates(moved, central).map(({ what, gateway, central }) => [what, gateway, central])).toEqual(
    [
      ["position", expect.stringContaining("event 4"), expect.stringContaining("event 3")],
      ["locker main/1", "free", "held"],
      ["locker main/3", "free", undefined],
      ["locker main/2", undefined, "free"],
      ["rental 1", undefined, "main/1, number 1"],
    ],
  );
});
