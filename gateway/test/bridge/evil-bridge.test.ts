/** Whoever owns the bridge can delay and drop, and nothing else. The controller runs the real firmware. */
import { expect, test } from "vitest";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { RealController } from "../support/real-controller.ts";
import { startCalledSite } from "./called-site.ts";
import { EvilBridge, HARMS, type Harm } from "./evil-bridge.ts";

async function evil(seed: number) {
  const t = await startCalledSite(["main"], memoryKeys(new Map([["main", PAIRING_KEY]])));
  const controller = new RealController(t.clock);
  const bridge = new EvilBridge(t, controller, seed);
  await t.clock.until(() => t.link("main") === "up");
  return { ...t, controller, bridge };
}

/** The pulses that nobody asked for. */
function unasked(pulses: readonly number[], asked: readonly number[]): number[] {
  const left = [...asked];
  return pulses.filter((locker) => {
    const at = left.indexOf(locker);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const EACH = HARMS.map((harm): [string, readonly Harm[]] => [harm, [harm]]);

test.each([...EACH, ["all of it", HARMS] as const])(
  "%s: no pulse that was not asked for, no second one, and all is well when it ends",
  async (_what, harms) => {
    const t = await evil(harms.length);
    t.bridge.harms = harms;
    const asked: number[] = [];
    for (let round = 0; round < 4; round++) {
      const locker = 1 + (round % 8);
      asked.push(locker);
      void t.site.open({ cabinet: "main", locker }, "under attack").catch(() => {});
      await t.clock.advance(1500);
    }
    expect(t.bridge.done).toBeGreaterThan(2);
    expect(unasked(t.controller.pulses, asked)).toEqual([]);
    t.bridge.harms = [];
    await t.clock.until(() => t.link("main") === "up", 30_000);
    asked.push(8);
    await t.clock.pass(t.site.open({ cabinet: "main", locker: 8 }, "all is well"));
    expect(t.controller.pulses.at(-1)).toBe(8);
    expect(unasked(t.controller.pulses, asked)).toEqual([]);
  },
);

test("nobody opens anything on their own: of forged and replayed frames the keypad notices nothing", async () => {
  const t = await evil(99);
  t.bridge.harms = ["replay", "forge"];
  await t.clock.advance(8000);
  expect(t.controller.pulses).toEqual([]);
  await t.controller.storeAtKeypad("0791234567", "2580");
  expect(t.controller.pulses).toEqual([1]);
});
