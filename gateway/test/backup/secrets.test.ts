import { readFileSync } from "node:fs";
import { packDigits } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { configuration, requestId, startTestSite } from "../support/test-site.ts";

test("neither a PIN nor a key is in a backup, in whatever form", async () => {
  const t = await startTestSite({ configuration: configuration({ rules: { pin_digits: 8 } }) });
  await t.clock.pass(t.site.store({ cabinet: "main", locker: 1 }, "+41791234567", requestId()));
  await t.clock.until(() => t.texts.length === 1);
  const pin = t.pin();
  const { path } = await t.site.backup();
  const bytes = readFileSync(path);
  const key = Buffer.from(PAIRING_KEY);
  expect(pin).toMatch(/^[0-9]{8}$/);
  for (const secret of [
    pin,
    Buffer.from(packDigits(pin, 4)),
    key,
    key.toString("hex"),
    key.toString("base64"),
  ]) {
    expect(bytes.includes(secret)).toBe(false);
  }
  // The search itself finds what is there.
  expect(bytes.includes("41791234567")).toBe(true);
});
