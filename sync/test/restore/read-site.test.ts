import type { SiteCopyLine } from "@holdfast/gateway/site-copy";
import { expect, it } from "vitest";
import { allowRestore } from "../../src/central/index.ts";
import type { SyncEvent } from "../../src/contract/index.ts";
import { readSite } from "../../src/restore/read-site.ts";
import { FakeLedger, type GatewayLogin } from "../../src/rig/index.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const AGED = "TIMESTAMPADD(DAY, -91, UTC_TIMESTAMP(3))";

async function linesOf(login: GatewayLogin): Promise<SiteCopyLine[]> {
  await allowRestore(test.central.root, nameOf(login), 60);
  const lines: SiteCopyLine[] = [];
  for await (const line of readSite((request) => login.exchange(request))) lines.push(line);
  return lines;
}

/** `3` an event with its text, `place 3` one of which the hash is known. */
async function chainOf(login: GatewayLogin, ledger: FakeLedger): Promise<(number | string)[]> {
  const lines = await linesOf(login);
  expect(lines.at(-1)).toEqual({ what: "end", sequence: ledger.events.length, hash: ledger.head });
  return lines.flatMap((line) => {
    if (line.what !== "event" && line.what !== "place") return [];
    expect(line.hash).toBe(ledger.hashAt(line.sequence));
    if (line.what === "place") return `place ${line.sequence}`;
    expect(line.body).toBe(ledger.events[line.sequence - 1]?.body);
    return line.sequence;
  });
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Events of another life after so many of `ledger`, told to central. */
async function livedOn(login: GatewayLogin, ledger: FakeLedger, counter: number, more: number) {
  ledger.newLife(counter);
  const after = ledger.events.length;
  ledger.appendMany(more);
  expect(await ledger.push(login, after)).toMatchObject({ code: "ok", epoch: counter });
  return ledger;
}

async function retain(login: GatewayLogin, where: string): Promise<void> {
  const { user } = login.credentials;
  await test.run(`UPDATE event SET received_at = ${AGED} WHERE gateway_id = ${ID} AND ${where}`, user);
  await test.run("CALL retention_events(1000, 1000)");
}

it("gives all rows and the whole chain, in their order and in more than one page", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(120);
  await ledger.push(login);
  const rentals = range(1, 70).map((id) =>
    ledger.rental(id, { phone_sealed: "ab", ended_at: id % 2 ? 5 : null }),
  );
  const rows = {
    after: 0,
    to: 200,
    site: { rev: 100, name: "Zürich", software: "1", sealed: "cd" },
    cabinets: [
      ...range(1, 7).map((n) => ({ rev: 100 + n, cabinet: `c${n}`, name: "C", link: "up" })),
      { rev: 120, cabinet: "gone", name: "gone", link: "down", removed: true },
    ],
    lockers: range(1, 7).flatMap((n) => [
      {
        rev: 130 + n,
        cabinet: `c${n}`,
        locker: 2,
        state: "free",
        door: "closed",
        label: "Post",
        sealed: "ef",
      },
      { rev: 140 + n, cabinet: `c${n}`, locker: 9, state: "removed", door: "unknown" },
    ]),
    rentals,
  };
  rows.lockers.push({
    rev: 150,
    cabinet: "gone",
    locker: 1,
    state: "free",
    door: "closed",
    label: "",
    sealed: "ef",
  });
  expect(await login.exchange(ledger.request(120, 0, { rows }))).toMatchObject({ code: "ok", dead: 0 });
  const lines = await linesOf(login);
  expect(lines[0]).toEqual({ what: "begin", epoch: 1, epoch_id: "ledger-life-1", events: 120 });
  expect(lines[1]).toEqual({ what: "site", name: "Zürich", sealed: "cd" });
  const all = (what: string) => lines.filter((line) => line.what === what);
  expect(all("locker")).toEqual(
    range(1, 7).map((n) => ({ what: "locker", cabinet: `c${n}`, locker: 2, label: "Post", sealed: "ef" })),
  );
  expect(all("rental").map((line) => line.what === "rental" && line.rental)).toEqual(range(1, 70));
  expect(all("rental")[0]).toMatchObject({ ended_at: 5, phone_sealed: "ab", started_at: expect.any(Number) });
  expect(await chainOf(login, ledger)).toEqual(range(1, 120));
});

it("leaves out what a life lost when the next one went on from an older event", async () => {
  const login = await test.login();
  const first = new FakeLedger();
  first.appendMany(6);
  const second = first.copy();
  first.appendMany(4);
  await first.push(login);
  expect(await chainOf(login, await livedOn(login, second, 2, 3))).toEqual(range(1, 9));
});

it("finds the life in which another one goes on, though a third was between them", async () => {
  const login = await test.login();
  const first = new FakeLedger();
  first.appendMany(4);
  const second = first.copy();
  first.appendMany(4);
  const third = first.copy();
  first.appendMany(2);
  await first.push(login);
  for (const event of [1, 2, 3, 4, 5]) second.append({ kind: "boot", reason: `other ${event}` });
  second.newLife(2);
  await second.push(login, 4);
  expect(await chainOf(login, await livedOn(login, third, 3, 2))).toEqual(range(1, 10));
  // And a life that began and did nothing yet.
  expect(await chainOf(login, await livedOn(login, third, 4, 0))).toEqual(range(1, 10));
});

it("begins after what retention took, in whichever life that is", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(6);
  await ledger.push(login);
  await livedOn(login, ledger, 2, 6);
  await retain(login, "epoch = 1 AND seq <= 4");
  expect(await chainOf(login, ledger)).toEqual(["place 4", ...range(5, 12)]);
  await retain(login, "epoch = 1");
  expect(await chainOf(login, ledger)).toEqual(["place 6", ...range(7, 12)]);
  await retain(login, "seq <= 8");
  expect(await chainOf(login, ledger)).toEqual(["place 8", ...range(9, 12)]);
  await retain(login, "seq <= 12");
  expect(await chainOf(login, ledger)).toEqual(["place 12"]);
});

it("begins with the younger life where retention was further in the older one than they have in common", async () => {
  const login = await test.login();
  const first = new FakeLedger();
  first.appendMany(5);
  // Kept for a year, without its phone.
  first.append({ outcome: "wrong_pin" });
  const second = first.copy();
  first.appendMany(4);
  await first.push(login);
  await livedOn(login, second, 2, 3);
  await retain(login, "epoch = 1");
  expect(await chainOf(login, second)).toEqual(["place 6", 7, 8, 9]);
});

it.each<[string, number, (good: SyncEvent) => unknown, string | number]>([
  ["is whole there", 3, (good) => ({ ...good, kind: "no kind" }), 3],
  ["is cut there", 3, (good) => ({ ...good, body: `{"a":"${"x".repeat(70_000)}"}` }), "place 3"],
  ["is whole there, the last one", 5, (good) => ({ ...good, kind: "no kind" }), 5],
  ["says nothing of itself, the last one", 5, ({ hash }) => ({ hash }), "place 5"],
])("an event that was put aside and %s", async (_what, sequence, poison, told) => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(5);
  const events = ledger.events.map((event, index) => (index === sequence - 1 ? poison(event) : event));
  await login.exchange({ ...ledger.request(0), events: events as SyncEvent[] });
  const chain: (number | string)[] = range(1, 5);
  chain[sequence - 1] = told;
  expect(await chainOf(login, ledger)).toEqual(chain);
});

it("where somebody deleted events, the chain goes on after the next one", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(8);
  await ledger.push(login);
  const { user } = login.credentials;
  await test.run(`DELETE FROM event WHERE gateway_id = ${ID} AND seq IN (3, 4, 8)`, user);
  expect(await chainOf(login, ledger)).toEqual([1, 2, "place 5", 6, 7, "place 8"]);
});

it("a gateway that never copied anything has nothing to be built from", async () => {
  const login = await test.login();
  await expect(linesOf(login)).rejects.toMatchObject({ code: "nothing_copied" });
});

it("without leave nothing is read", async () => {
  const login = await test.login();
  await new FakeLedger().push(login);
  await expect(readSite((request) => login.exchange(request)).next()).rejects.toMatchObject({
    code: "restore_not_allowed",
  });
});

it("stops when somebody sends with this login meanwhile", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(60);
  await ledger.push(login);
  await allowRestore(test.central.root, nameOf(login), 60);
  const lines = readSite((request) => login.exchange(request));
  await lines.next();
  ledger.append();
  await ledger.push(login, 60);
  const read = async () => {
    for await (const _line of lines);
  };
  await expect(read()).rejects.toMatchObject({ code: "copy_moved" });
});
