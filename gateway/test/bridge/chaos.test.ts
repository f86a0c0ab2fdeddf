/** What happens to Wi-Fi and to the bridge costs time: no wrong pulse, the keypad goes on, the link is back within 5 s. */
import { expect, test } from "vitest";
import { CoreSite } from "./core-site.ts";

test("cuts, and connections that are half-open on either side", async () => {
  const t = await CoreSite.start();
  await t.open(1);
  for (const [index, harm] of (["cut", "forgetBridge", "forgetGateway"] as const).entries()) {
    t[harm]();
    await t.noticed();
    await t.back();
    await t.open(2 + index);
  }
  expect([t.pulses, t.lives]).toEqual([[1, 2, 3, 4], 1]);
});

test.each([1500, 4100, 30_000])(
  "air that lets nothing through for %i ms, and Wi-Fi that is gone for as long",
  async (away) => {
    const t = await CoreSite.start();
    for (const harm of ["stall", "wifi"] as const) {
      t[harm](harm === "stall");
      await t.site.clock.advance(away);
      t[harm](harm !== "stall");
      await t.back();
      await t.open(1);
    }
    expect([t.pulses, t.lives]).toEqual([[1, 1], 1]);
  },
);

test("a bridge that loses power again and again, in the middle of frames", async () => {
  const t = await CoreSite.start();
  const doubtful = 8;
  for (let life = 1; life <= 6; life++) {
    // It comes through before the power fails, or it does not; never twice.
    void t.site.site.open({ cabinet: "main", locker: doubtful }, "under way").catch(() => {});
    await t.site.clock.advance(life * 3);
    t.power(false);
    await t.site.clock.advance(life * 400);
    t.power(true);
    await t.noticed();
    await t.back();
    await t.open(life);
    expect(t.pulses.filter((locker) => locker === doubtful).length).toBeLessThanOrEqual(life);
  }
  expect(t.pulses.filter((locker) => locker !== doubtful)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a bridge that hangs is as if it were not there, and the keypad does not notice", async () => {
  const t = await CoreSite.start();
  t.freeze(true);
  await t.noticed();
  await t.controller.storeAtKeypad("0791234567", "2580");
  expect(t.pulses).toEqual([1]);
  t.freeze(false);
  await t.back();
  await t.site.clock.until(() => t.site.site.lockers()[0]?.state === "held");
});
