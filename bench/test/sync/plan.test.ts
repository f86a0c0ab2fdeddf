import { expect, test } from "vitest";
import { FULL } from "../../src/simulation/sync/figures.ts";
import { makePlan } from "../../src/simulation/sync/plan.ts";

test("the same seed fails the same things at the same time, another seed does not", () => {
  expect(makePlan("1", FULL)).toEqual(makePlan("1", FULL));
  expect(makePlan("2", FULL)).not.toEqual(makePlan("1", FULL));
});

test("every plan has all that is promised, and each backup before it is restored", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { processes, databases } = makePlan(`${seed}`, FULL);
    const all = databases.map(({ failure }) => failure);
    const at = (what: string, site?: number) =>
      all.findIndex(
        (failure) =>
          failure.do === what && (site === undefined || ("site" in failure && failure.site === site)),
      );
    expect(processes).toHaveLength(FULL.gatewayKills + FULL.syncKills);
    expect(all.filter(({ do: what }) => what === "kill-database")).toHaveLength(FULL.databaseKills);
    expect(all.filter(({ do: what }) => what === "lose-quorum")).toHaveLength(1);
    expect(at("back-up-central")).toBeLessThan(at("restore-central"));
    const restored = all.filter((failure) => failure.do === "restore-gateway");
    expect(restored.map(({ announced }) => announced).sort()).toEqual([false, true]);
    for (const { site } of restored) {
      expect(at("back-up-gateway", site)).toBeGreaterThan(at("restore-central"));
      expect(at("back-up-gateway", site)).toBeLessThan(at("restore-gateway", site));
    }
  }
});
