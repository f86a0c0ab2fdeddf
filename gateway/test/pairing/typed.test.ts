import { KEY_SYMBOLS } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { systemRandom } from "../../src/random.ts";
import { FakeController } from "../support/fake-controller.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { configuration, startSiteOn, type TestSite } from "../support/test-site.ts";

/** A cabinet behind a bridge on Wi-Fi. */
const WIRELESS = configuration({
  cabinet: [{ id: "main", name: "Main hall", port: { tcp: "192.0.2.7:2323" } }],
});

/** What the controller makes of the symbols. */
function keyOf(groups: readonly string[]): Uint8Array {
  const values = [...groups.map((group) => group.slice(0, 4)).join("")].map((s) => KEY_SYMBOLS.indexOf(s));
  return new Uint8Array(16).map((_, at) => ((values[2 * at] ?? 0) << 4) | (values[2 * at + 1] ?? 0));
}

async function wireless(): Promise<TestSite & { frames: string[] }> {
  const frames: string[] = [];
  const t = await startSiteOn((clock) => new FakeController(clock), { configuration: WIRELESS });
  t.controller.toController = (message) => {
    frames.push(JSON.stringify(message));
    return "pass";
  };
  return Object.assign(t, { frames });
}

const over = (t: TestSite) => () => ["done", "failed"].includes(t.site.pairing("main").state);

test("over a network the key is typed even when nobody asks for that, and never crosses the link", async () => {
  const t = await wireless();
  const { typed, groups } = t.site.beginPairing("main", false);
  expect([typed, groups.length]).toEqual([true, 8]);
  const key = keyOf(groups);
  await t.clock.advance(90_000);
  expect(t.site.pairing("main")).toMatchObject({ state: "typing", secondsLeft: 510 });
  t.controller.session.pairing = true;
  t.controller.session.candidate = key;
  await t.clock.until(over(t));
  expect(t.site.pairing("main").state).toBe("done");
  expect(t.keys.get("main")).toEqual(key);
  expect(t.frames.some((frame) => frame.includes('"pair"'))).toBe(false);
  const bytes = JSON.stringify(Object.fromEntries([...key].map((byte, at) => [at, byte])));
  expect(t.frames.some((frame) => frame.includes(bytes))).toBe(false);
});

test.each([
  [0xff, "7"],
  [0xf0, "7"],
  [0xef, "*"],
  [0x00, "0"],
])(
  "a key that would begin with %i is not typed with a # first, the yes to a key of somebody else",
  async (byte, first) => {
    const bytes = (length: number) => Uint8Array.of(byte, ...systemRandom.bytes(length - 1));
    const random = { ...systemRandom, bytes };
    const t = await startSiteOn((clock) => new FakeController(clock), { configuration: WIRELESS, random });
    const { groups } = t.site.beginPairing("main", true);
    expect(groups[0]?.[0]).toBe(first);
    expect(groups[0]?.[1]).toBe(KEY_SYMBOLS[byte & 15]);
  },
);

test("a connection that breaks while somebody types does not spoil what is typed", async () => {
  const t = await wireless();
  const { groups } = t.site.beginPairing("main", true);
  await t.clock.advance(5000);
  t.controller.cut();
  await t.clock.advance(5000);
  t.controller.session.pairing = true;
  t.controller.session.candidate = keyOf(groups);
  await t.clock.until(over(t));
  expect(t.site.pairing("main").state).toBe("done");
});

test("after a cancelled pairing the shown key is worth nothing", async () => {
  const t = await wireless();
  const { groups } = t.site.beginPairing("main", true);
  expect(t.keys.offered("main")).toBeDefined();
  t.controller.alive = false;
  t.site.cancelPairing("main");
  expect(t.keys.offered("main")).toBeUndefined();
  t.controller.alive = true;
  await t.ready();
  t.controller.session.pairing = true;
  t.controller.session.candidate = keyOf(groups);
  t.controller.cut();
  await t.clock.advance(5000);
  expect(t.site.state().cabinets[0]?.link).toBe("down");
  expect(t.site.status().cabinets[0]?.problem).toMatch(/another pairing key/);
  expect(t.keys.get("main")).toEqual(PAIRING_KEY);
});

test("what nobody types for ten minutes is given up", async () => {
  const t = await wireless();
  t.site.beginPairing("main", true);
  await t.clock.advance(600_500);
  expect(t.site.pairing("main").error?.code).toBe("pairing_timed_out");
  await t.ready();
});
