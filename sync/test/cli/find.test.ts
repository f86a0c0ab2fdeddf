import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRecoveryKey, sealer, showRecoveryText } from "@holdfast/gateway/recovery";
import { beforeAll, expect, it } from "vitest";
import { startHoldfast } from "../../../gateway/test/support/run-holdfast.ts";
import { FakeLedger } from "../../src/rig/index.ts";
import { adminOf } from "../support/admin.ts";
import { temporaryFolder } from "../support/replicate.ts";
import { useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();
const { admin } = adminOf(test);
const KEY = makeRecoveryKey();
const PHONE = "41791234567";
const SETTINGS = JSON.stringify({ site: { name: "Zürich", country: "CH" } });

beforeAll(async () => {
  const login = await test.central.gateway("zurich");
  await test.central.gateway("bern");
  const ledger = new FakeLedger();
  const phone_index = sealer(KEY).indexPhone(PHONE);
  const rows = {
    after: 0,
    to: 10,
    site: { rev: 1, name: "Zürich", software: "1", settings: SETTINGS },
    rentals: [
      ledger.rental(1, { rev: 5, phone_index }),
      ledger.rental(2, { rev: 6, ended_at: 9000, phone_index }),
    ],
  };
  expect(await login.exchange(ledger.request(0, 0, { rows }))).toMatchObject({ code: "ok", dead: 0 });
});

it.each([["079 123 45 67"], ["+41791234567"], ["0041 79 123 45 67"]])(
  "find knows %s by the recovery key alone",
  async (phone) => {
    const file = join(temporaryFolder(), "key");
    writeFileSync(file, showRecoveryText(KEY).join("-"));
    const found = JSON.parse(await admin("find", phone, "--recovery-key", file, "--json"));
    expect(found).toMatchObject([
      { rental: 2 },
      { rental: 1, gateway: "zurich", cabinet: "main", ended_at: null },
    ]);
    expect(JSON.stringify(found)).not.toContain("123456");
    const here = await admin("find", phone, "--recovery-key", file, "--gateway", "zurich", "--json");
    expect(JSON.parse(here)).toEqual(found);
    writeFileSync(file, showRecoveryText(makeRecoveryKey()).join("-"));
    expect(await admin("find", phone, "--recovery-key", file)).toMatch(/^No rental/);
  },
);

it("find looks at one gateway alone, of which the country need not be known", async () => {
  const file = join(temporaryFolder(), "key");
  writeFileSync(file, showRecoveryText(KEY).join("-"));
  const found = await admin("find", "+41 79 123 45 67", "--recovery-key", file, "--gateway", "bern");
  expect(found).toMatch(/^No rental/);
});

it("find takes the phone from what is piped in, so that no shell remembers it", async () => {
  const file = join(temporaryFolder(), "key");
  writeFileSync(file, showRecoveryText(KEY).join("-"));
  const { socketPath } = test.central.mariadb;
  const args = ["central", "find", "--recovery-key", file, "--mysql-socket", socketPath];
  const piped = startHoldfast(args, { input: "079 123 45 67\n" });
  expect(await piped.finished).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringContaining("zurich"),
  });
  const nothing = await startHoldfast(args, { input: "" }).finished;
  expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining("Phone number") });
  const letters = await startHoldfast(args, { input: "Anna\n" }).finished;
  expect(letters).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error bad_phone: /) });
});
