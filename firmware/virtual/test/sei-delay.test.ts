import { expect, test } from "vitest";
import { cabinetWith, finish, result8 } from "./support/program.ts";

test("the instruction after SEI is executed before a pending interrupt", () => {
  const cabinet = cabinetWith("sei_delay");
  finish(cabinet);
  expect(result8(cabinet, 1)).toBe(1);
});
