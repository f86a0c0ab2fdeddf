import type { SiteState } from "@holdfast/gateway/contract";
import { expect, it } from "vitest";
import { type CentralState, centralState, compareSite } from "../../src/central/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const HASH = "a".repeat(64);
const OTHER = "b".repeat(64);

function siteOf(changes: Partial<SiteState> = {}): SiteState {
  return {
    site: "Zürich",
    at: "2026-01-01T00:00:00Z",
    epoch: { counter: 1, id: "ledger-life-1" },
    head: { sequence: 3, hash: HASH },
    rev: 4,
    kept: { sequence: 3, hash: HASH, rev: 4 },
    lockers: [
      { rev: 1, cabinet: "main", locker: 1, state: "held", label: "" },
      { rev: 2, cabinet: "main", locker: 2, state: "free", label: "Post" },
    ],
    rentals: [{ rev: 3, rental: 1, cabinet: "main", locker: 1, number: 1 }],
    ...changes,
  };
}

function centralOf(changes: Partial<CentralState> = {}): CentralState {
  return {
    epoch: 1,
    epoch_id: "ledger-life-1",
    last_seq: 3,
    last_hash: HASH,
    last_rev: 4,
    lockers: [
      { epoch: 1, rev: 1, cabinet: "main", locker: 1, state: "held", label: null },
      { epoch: 1, rev: 2, cabinet: "main", locker: 2, state: "free", label: "Post" },
    ],
    rentals: [{ epoch: 1, rev: 3, rental: 1, cabinet: "main", locker: 1, number: 1 }],
    hashes: new Map(),
    ...changes,
  };
}

const [held, free] = siteOf().lockers as [SiteState["lockers"][0], SiteState["lockers"][0]];

it.each<[string, Partial<SiteState>, Partial<CentralState>, string[]]>([
  ["all is copied", {}, {}, []],
  [
    "events wait",
    { head: { sequence: 5, hash: OTHER } },
    { hashes: new Map([[3, HASH]]) },
    ["position: not_copied_yet"],
  ],
  [
    "events wait, and central has others before them",
    { head: { sequence: 5, hash: OTHER } },
    { last_hash: OTHER },
    ["position: conflict"],
  ],
  ["another event stands there", {}, { last_hash: OTHER }, ["position: conflict"]],
  [
    "central went on since the file was made",
    {},
    { last_seq: 9, last_hash: OTHER, hashes: new Map([[3, HASH]]) },
    ["position: newer_than_file"],
  ],
  [
    "central went on, from another event",
    {},
    { last_seq: 9, hashes: new Map([[3, OTHER]]) },
    ["position: conflict"],
  ],
  ["central knows another ledger of this life", {}, { epoch_id: "x" }, ["position: conflict"]],
  ["central knows a later life", {}, { epoch: 2 }, ["position: conflict"]],
  [
    "in a later life no difference is a matter of time",
    { rev: 5, lockers: [{ ...held, rev: 5, state: "free" }, free] },
    { epoch: 2 },
    ["position: conflict", "locker main/1: conflict"],
  ],
  [
    "a new life was not told of yet: rows may say anything",
    { epoch: { counter: 2, id: "ledger-life-2" }, rentals: [] },
    {},
    ["position: not_copied_yet", "rental 1: not_copied_yet"],
  ],
  [
    "a locker changed since",
    { rev: 5, lockers: [{ ...held, rev: 5, state: "free" }, free] },
    {},
    ["locker main/1: not_copied_yet"],
  ],
  [
    "somebody changed central's locker",
    { lockers: [{ ...held, state: "free" }, free] },
    {},
    ["locker main/1: conflict"],
  ],
  [
    "somebody changed central's label",
    { lockers: [held, { ...free, label: "Door" }] },
    {},
    ["locker main/2: conflict"],
  ],
  [
    "a locker is missing in central",
    {},
    { lockers: [] },
    ["locker main/1: conflict", "locker main/2: conflict"],
  ],
  [
    "a new locker goes with the next exchange",
    { rev: 5, lockers: [held, free, { ...free, rev: 5, locker: 3 }] },
    {},
    ["locker main/3: not_copied_yet"],
  ],
  ["a rental is open only in central", { rentals: [] }, {}, ["rental 1: conflict"]],
  ["a rental ended since", { rev: 5, rentals: [] }, {}, ["rental 1: not_copied_yet"]],
  [
    "a rental began after the file was made",
    {},
    {
      last_rev: 9,
      rentals: [
        { epoch: 1, rev: 3, rental: 1, cabinet: "main", locker: 1, number: 1 },
        { epoch: 1, rev: 9, rental: 2, cabinet: "main", locker: 2, number: 2 },
      ],
    },
    ["rental 2: newer_than_file"],
  ],
])("%s", (_what, site, central, told) => {
  const differences = compareSite(siteOf(site), centralOf(central));
  expect(differences.map(({ what, means }) => `${what}: ${means}`)).toEqual(told);
});

it("finds nothing where central took all of it, and what somebody changed there", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  const rows = {
    after: 0,
    to: 4,
    lockers: [ledger.locker(1, { state: "held", rental: 1 }), ledger.locker(2, { label: "Post" })],
    rentals: [ledger.rental(1), ledger.rental(2, { ended_at: 1 })],
  };
  await login.exchange(ledger.request(0, 1000, { rows }));
  const head = { sequence: 3, hash: ledger.head };
  const site = siteOf({ head, kept: { ...head, rev: 4 } });
  const compared = async (state = site) =>
    compareSite(state, await centralState(test.central.root, nameOf(login), state));
  expect(await compared()).toEqual([]);
  const one = { sequence: 1, hash: ledger.hashAt(1) };
  expect(await compared({ ...site, kept: { ...one, rev: 0 } })).toEqual([]);
  expect(await compared({ ...site, kept: { sequence: 1, hash: OTHER, rev: 0 } })).toMatchObject([
    { what: "position", means: "conflict" },
  ]);
  await test.run(
    "UPDATE locker SET state = 'free' WHERE gateway_id = (SELECT id FROM gateway WHERE name = ?) AND locker = 1",
    nameOf(login),
  );
  expect(await compared()).toEqual([
    { what: "locker main/1", site: "held", central: "free", means: "conflict" },
  ]);
});
