import { expect, test } from "vitest";
import { triesLeft } from "../../src/cabinet/outcome-error.ts";

test("counts down to the first wait, then to each next one, then to the lock", () => {
  const left = Array.from({ length: 12 }, (_, wrong) => triesLeft(wrong, { first: 4, next: 2, max: 10 }));
  expect(left).toEqual([4, 3, 2, 1, 0, 1, 0, 1, 0, 1, 0, 0]);
});
