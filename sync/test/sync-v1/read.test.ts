import { expect, it } from "vitest";
import { allowRestore } from "../../src/central/index.ts";
import type { SyncRequest } from "../../src/contract/index.ts";
import { FakeLedger, type GatewayLogin } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const LOCKER = { state: "held", rental: 7, verifier: "a1b2c3", label: "Post room" };

async function filled(events: number): Promise<{ login: GatewayLogin; ledger: FakeLedger }> {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(events);
  await ledger.push(login);
  const rows = {
    after: 0,
    to: 5,
    site: {
      rev: ++ledger.rev,
      name: "Zürich",
      software: "1",
      settings: '{"a":1}',
      sealed: "ab".repeat(2000),
    },
    cabinets: [{ rev: ++ledger.rev, cabinet: "main", name: "Main", link: "up", sealed: "cd".repeat(60_000) }],
    lockers: [ledger.locker(1, LOCKER), ledger.locker(2)],
    rentals: [ledger.rental(7, { phone_sealed: "ef", phone_clear: "41791234567" })],
  };
  await login.exchange(ledger.request(events, 0, { rows }));
  return { login, ledger };
}

/** A computer that knows nothing but its login. */
const read = (login: GatewayLogin, what: NonNullable<SyncRequest["read"]>) =>
  login.exchange(new FakeLedger("brand-new-ledger").request(0, 0, { read: what }));

it("reads nothing unless a central admin allowed it, and no longer than that", async () => {
  const { login } = await filled(3);
  const refused = await read(login, { what: "event", epoch: 1 });
  expect(refused).toMatchObject({ code: "restore_not_allowed" });
  expect(refused.read).toBeUndefined();
  await allowRestore(test.central.root, nameOf(login), 60);
  expect((await read(login, { what: "event", epoch: 1 })).read).toHaveLength(3);
  await allowRestore(test.central.root, nameOf(login), 0);
  expect(await read(login, { what: "event", epoch: 1 })).toMatchObject({ code: "restore_not_allowed" });
  // What ran out for one was never there for another.
  const { login: other } = await filled(1);
  await allowRestore(test.central.root, nameOf(login), 60);
  expect(await read(other, { what: "rental" })).toMatchObject({ code: "restore_not_allowed" });
});

it("gives everything back as it came, in pages", async () => {
  const { login, ledger } = await filled(120);
  await allowRestore(test.central.root, nameOf(login), 60);
  const events: unknown[] = [];
  for (let after = 0; ; ) {
    const page = (await read(login, { what: "event", epoch: 1, after })).read ?? [];
    if (page.length === 0) break;
    page.sort((a, b) => Number(a["seq"]) - Number(b["seq"]));
    events.push(...page);
    after = Number(page.at(-1)?.["seq"]);
  }
  expect(events).toEqual(ledger.events.map((event, index) => ({ epoch: 1, seq: index + 1, ...event })));
  const first = async (what: NonNullable<SyncRequest["read"]>) => (await read(login, what)).read?.[0];
  expect(await first({ what: "life" })).toMatchObject({ epoch: 1, base_seq: 0, pruned_to: 0 });
  expect(await first({ what: "site" })).toMatchObject({
    name: "Zürich",
    settings: '{"a":1}',
    sealed: "ab".repeat(2000),
  });
  expect(await first({ what: "cabinet" })).toMatchObject({ cabinet: "main", sealed: "cd".repeat(60_000) });
  expect((await read(login, { what: "cabinet", cabinet: "main" })).read).toEqual([]);
  expect(await first({ what: "locker", cabinet: "main" })).toMatchObject({ locker: 1, ...LOCKER });
  const rental = await first({ what: "rental" });
  expect(rental).toMatchObject({ rental: 7, phone_sealed: "ef", ended_at: null });
  expect(JSON.stringify(rental)).not.toContain("41791234567");
});

it("changes nothing of where central stands", async () => {
  const { login, ledger } = await filled(5);
  await allowRestore(test.central.root, nameOf(login), 60);
  await read(login, { what: "site" });
  ledger.append();
  expect(await ledger.push(login, 5)).toMatchObject({ code: "ok", epoch: 1, last_seq: 6 });
});
