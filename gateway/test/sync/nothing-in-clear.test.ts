import { expect, test } from "vitest";
import { readRecoveryText } from "../../src/sync/recovery-text.ts";
import { sealer } from "../../src/sync/sealer.ts";
import { deskOf, MemoryCentral, startSyncSite } from "../support/sync-site.ts";
import { configuration, requestId } from "../support/test-site.ts";

const PHONE = "41791234567";
const HEADER = "Bearer b7Qx-never-leaves";
const LOCKER = { cabinet: "main", locker: 3 };

/** All that leaves a site at which somebody stored, failed and collected. */
async function everything(
  sync: Record<string, unknown>,
): Promise<{ text: string; pin: string; key: string }> {
  const webhook = { url: "https://sms.example/send", headers: { authorization: HEADER } };
  const t = await startSyncSite(
    {},
    {
      configuration: configuration({
        sync,
        messages: { provider: "webhook", webhook },
        rules: { pin_digits: 8 },
      }),
    },
  );
  await t.clock.pass(t.site.store(LOCKER, `+${PHONE}`, requestId()));
  const pin = t.pin();
  await t.clock
    .pass(t.site.collect(LOCKER, `+${PHONE}`, pin === "99999999" ? "99999998" : "99999999", requestId()))
    .catch(() => {});
  await t.clock.pass(t.site.collect(LOCKER, `+${PHONE}`, pin, requestId()));
  t.controller.keypadStore(5, "41797654321", "24680246");
  await t.clock.until(() => t.site.events({}).some(({ kind }) => kind === "keypad_store"));
  const key = deskOf(t).showRecoveryKey().groups;
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  expect(central.rows.has("rental 2")).toBe(true);
  const text = central.texts.join("\n") + JSON.stringify([deskOf(t).ledger(), deskOf(t).status()]);
  return { text, pin, key: key.slice(0, -1).join("-") };
}

test("no phone number, PIN, secret of the settings or part of the recovery key leaves the site in clear", async () => {
  const { text, pin, key } = await everything({});
  for (const secret of [
    PHONE,
    "791234567",
    "41797654321",
    "24680246",
    HEADER,
    "sms.example",
    key.slice(0, 14),
  ]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(new RegExp(`\\b${pin}\\b`));
  expect(text).toContain("…567");
});

test("with phones = clear the number is in one place", async () => {
  const { text } = await everything({ phones: "clear" });
  expect(text.match(new RegExp(PHONE, "g"))?.length).toBe(
    text.match(new RegExp(`"phone_clear":"${PHONE}"`, "g"))?.length,
  );
});

test("the configuration file leaves sealed as it stands, with what it takes to build the site again", async () => {
  const file = '[site]\nname = "Bäder"\n';
  const t = await startSyncSite({}, { file });
  const central = new MemoryCentral();
  central.drain(deskOf(t));
  const opener = sealer(readRecoveryText(deskOf(t).showRecoveryKey().groups.join("")));
  expect(opener.openSettings(String(central.row("site")?.["sealed"]))).toBe(file);
  expect(central.texts.join("")).not.toContain("Bäder");
});
