import { expect, test } from "vitest";
import { thisMachine } from "../../src/doctor/this-machine.ts";

const MEBIBYTE = 1024 * 1024;

test("a machine that is ill says much, and is heard", () => {
  expect(thisMachine.run("head", "-c", String(8 * MEBIBYTE), "/dev/zero")).toHaveLength(8 * MEBIBYTE);
});

test("a program that is not there, or fails, says nothing", () => {
  expect(thisMachine.run("no-such-program")).toBeUndefined();
  expect(thisMachine.run("false")).toBeUndefined();
});
