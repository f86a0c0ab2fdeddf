import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SiteState } from "@holdfast/gateway/contract";
import { beforeAll, expect, it } from "vitest";
import { FakeLedger, type GatewayLogin } from "../../src/rig/index.ts";
import { adminOf } from "../support/admin.ts";
import { temporaryFolder } from "../support/replicate.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const { run, admin } = adminOf(test);
let ledger: FakeLedger;
let login: GatewayLogin;

beforeAll(async () => {
  login = await test.central.gateway("zurich");
  await test.central.gateway("bern");
  ledger = new FakeLedger();
  ledger.appendMany(3);
  const rows = {
    after: 0,
    to: 10,
    site: { rev: 1, name: "Zürich", software: "1" },
    cabinets: [{ rev: 2, cabinet: "main", name: "Main", link: "up" }],
    lockers: [
      ledger.locker(1, { rev: 3, state: "held", rental: 1 }),
      ledger.locker(2, { rev: 4, state: "faulty" }),
    ],
    rentals: [ledger.rental(1, { rev: 5 }), ledger.rental(2, { rev: 6, ended_at: 9000 })],
  };
  expect(await login.exchange(ledger.request(0, 1000, { rows }))).toMatchObject({ code: "ok", dead: 0 });
});

it("status tells in words how old the data are, and whether that is too old", async () => {
  await test.run(
    "UPDATE gateway SET last_seen = TIMESTAMPADD(MINUTE, -181, UTC_TIMESTAMP(3)) WHERE name = 'zurich'",
  );
  const [heading, bern, zurich] = (await admin("status")).split("\n");
  expect(heading).toBe("GATEWAY  SITE    DATA           EVENTS  LOCKERS  HELD  FAULTY  COMMANDS  PUT ASIDE");
  expect(bern).toMatch(/^bern {13}never here +0 +0 +0 +0$/);
  expect(zurich).toMatch(/^zurich {3}Zürich {2}3 h 1 min old +3 +2 +1 +1 +0$/);
  expect(JSON.parse(await admin("--json", "status"))).toMatchObject([
    { gateway: "bern", stale: 1, stale_seconds: null },
    { gateway: "zurich", stale: 1 },
  ]);
  await login.exchange(ledger.request(3, 0));
  expect(JSON.parse(await admin("status", "--json"))[1]).toMatchObject({ stale: 0 });
});

it("compare reads what the site says of itself, and ends with 1 when they disagree", async () => {
  const head = { sequence: 3, hash: ledger.head };
  const site: SiteState = {
    site: "Zürich",
    at: "2026-01-01T00:00:00Z",
    epoch: { counter: 1, id: "ledger-life-1" },
    head,
    rev: 10,
    kept: { ...head, rev: 10 },
    lockers: [
      { rev: 3, cabinet: "main", locker: 1, state: "held", label: "" },
      { rev: 4, cabinet: "main", locker: 2, state: "faulty", label: "" },
    ],
    rentals: [{ rev: 5, rental: 1, cabinet: "main", locker: 1, number: 1 }],
  };
  const file = join(temporaryFolder(), "site.json");
  writeFileSync(file, JSON.stringify(site));
  expect(await admin("compare", "zurich", "--site", file)).toBe("Central and Zürich agree.\n");

  const behind = { ...site, head: { sequence: 4, hash: "f".repeat(64) }, rev: 11 };
  writeFileSync(file, JSON.stringify(behind));
  expect(await admin("compare", "zurich", "--site", file)).toMatch(/^position .* not copied yet$/m);

  const [first, second] = site.lockers as [SiteState["lockers"][0], SiteState["lockers"][0]];
  writeFileSync(file, JSON.stringify({ ...site, lockers: [{ ...first, state: "free" }, second] }));
  const { code, stdout, stderr } = await run("compare", "zurich", "--site", file);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^locker main\/1 {2}free {2}held +differs$/m);
  expect(stderr).toMatch(/^error sites_differ: Differences: 1\.\nhint: The cabinet is right\./);
  writeFileSync(file, "{}");
  expect(await run("compare", "zurich", "--site", file)).toMatchObject({ code: 2 });
});

it.each([
  ["add-gateway", "basel"],
  ["remove-gateway", "zurich", "--purge"],
  ["rotate", "zurich"],
  ["rotate", "zurich", "--finish"],
  ["allow-restore", "zurich"],
  ["forget-lives", "zurich", "--after", "0"],
  ["queue", "release", "zurich", "main", "1", "--reason", "a 'reason'; DROP TABLE event"],
  ["queue", "open", "zurich", "main", "1", "--reason", "asked"],
  ["key", "/tmp/holdfast-no-such-key"],
  ["init"],
])("%s %s %s --dry-run changes nothing, and tells no secret", async (...args) => {
  const dump = async () => {
    const tables = ["gateway", "life", "locker", "rental", "event", "command"];
    const rows = await Promise.all(tables.map((table) => test.rows(`SELECT * FROM ${table}`)));
    return JSON.stringify([
      rows,
      await test.rows("SELECT User, Priv FROM mysql.global_priv ORDER BY User, Host"),
    ]);
  };
  const before = await dump();
  const told = await admin(...args, "--dry-run");
  expect(await dump()).toBe(before);
  expect(told).not.toMatch(/\*[0-9A-F]{40}/);
  if (args.includes("--reason")) expect(told).toContain("CALL queue_");
});

it("a password is shown once, alone", async () => {
  const shown = await admin("add-gateway", "geneva");
  expect(shown).toMatch(/^Login {4}holdfast-geneva\nPassword [\w-]{32}\nIt is shown this once\.\n$/);
  const json = JSON.parse(await admin("rotate", "geneva", "--json"));
  expect(JSON.stringify(json.sql)).not.toMatch(/\*[0-9A-F]{40}/);
  expect(JSON.stringify(json.sql)).not.toContain(json.password);
});

it.each([
  [["status", "--database", "nothing"], 78, "not_initialised"],
  [["queue", "release", "zurich", "main", "7", "--reason", "asked"], 1, "no_such_locker"],
  [["queue", "release", "zurich", "main", "1", "--reason", "x"], 2, "reason_missing"],
  [["events", "nobody"], 1, "no_such_gateway"],
  [["status", "--nonsense"], 2, "unknown option"],
])("%j ends with %i", async (args, code, said) => {
  const ended = await run(...args);
  expect(ended).toMatchObject({ code, stdout: "" });
  expect(ended.stderr).toContain(said);
  expect(ended.stderr).toContain("hint: ");
});
