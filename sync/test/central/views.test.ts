import { expect, it } from "vitest";
import { gatewayEvents, gatewayStatus } from "../../src/central/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

it("shows sites, open and overdue rentals, denials, faults and who was not here", async () => {
  const login = await test.login();
  const gateway = nameOf(login);
  await test.run("INSERT INTO gateway (name, account, created_at) VALUES ('silent', 'none', NOW())");
  const ledger = new FakeLedger();
  ledger.append({ outcome: "wrong_pin", locker: 4 });
  ledger.append({ kind: "relay_fault", locker: 5 });
  ledger.append({ outcome: "door_failed", locker: 6 });
  ledger.append({ kind: "operator_open", locker: 7 });
  ledger.append({ kind: "central_command_ended", outcome: "refused", locker: 8 });
  ledger.append();
  const rows = {
    after: 0,
    to: 10,
    site: { rev: ++ledger.rev, name: "Zürich", software: "0.1.0" },
    cabinets: [{ rev: ++ledger.rev, cabinet: "main", name: "Main", link: "up" }],
    lockers: [
      ledger.locker(1, { state: "held", label: "Post room" }),
      ledger.locker(2),
      ledger.locker(3, { state: "faulty" }),
    ],
    rentals: [
      ledger.rental(1, { phone_masked: "\u2026123" }),
      ledger.rental(2, { started_at: Date.UTC(2100, 0, 1) }),
      ledger.rental(3, { ended_at: Date.UTC(2026, 1, 1) }),
    ],
  };
  await login.exchange(ledger.request(0, 1000, { rows }));

  expect((await gatewayStatus(test.central.root))[0]).toMatchObject({
    gateway,
    site: "Zürich",
    events: 6,
    cabinets: 1,
    lockers: 3,
    held: 1,
    faulty: 1,
    out_of_service: 0,
    commands: 0,
    put_aside: 0,
  });
  const of = (view: string, columns: string) => test.rows(`SELECT ${columns} FROM ${view} ORDER BY 1`);
  expect(await of("open_rentals", "rental, label, phone")).toEqual([
    { rental: 1, label: "Post room", phone: "\u2026123" },
    { rental: 2, label: "Post room", phone: null },
  ]);
  expect(await of("overdue", "rental, label")).toEqual([{ rental: 1, label: "Post room" }]);
  expect(await of("denied_attempts", "locker, outcome, phone")).toEqual([
    { locker: "4", outcome: "wrong_pin", phone: "\u2026123" },
  ]);
  expect(await of("door_faults", "locker, kind")).toEqual([
    { locker: "5", kind: "relay_fault" },
    { locker: "6", kind: "keypad_collect" },
  ]);
  expect(await of("stale_gateways", "gateway")).toEqual([{ gateway: "silent" }]);
  const security = await gatewayEvents(test.central.root, gateway, { class: "security" });
  expect(security.map(({ kind }) => kind)).toEqual(["operator_open", "central_command_ended"]);
});

it("gives events in pages over several lives", async () => {
  const login = await test.login();
  const ledger = new FakeLedger();
  ledger.appendMany(5);
  await ledger.push(login);
  ledger.newLife();
  ledger.appendMany(2);
  await ledger.push(login, 5);
  const places: string[] = [];
  let after = { epoch: 0, seq: 0 };
  for (;;) {
    const events = await gatewayEvents(test.central.root, nameOf(login), { after, most: 3 });
    places.push(...events.map(({ epoch, seq }) => `${epoch}/${seq}`));
    const last = events.at(-1);
    if (last === undefined) break;
    after = last;
  }
  expect(places).toEqual(["1/1", "1/2", "1/3", "1/4", "1/5", "2/6", "2/7"]);
});
