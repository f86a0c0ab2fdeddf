import { expect, test } from "vitest";
import { guess } from "../../src/simulation/guessing.ts";
import { core } from "./support/core.ts";

test.each(["1", "2", "4", "8", "9", "10"])(
  "guessing at keypad and page with power cuts stays within the budget: %s",
  async (seed) => {
    const { violations, tries } = await guess(seed, core());
    expect(violations).toEqual([]);
    expect(tries).toBeGreaterThan(0);
  },
);
