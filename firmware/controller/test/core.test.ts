/** The controller's core, built for this machine with the address and undefined-behaviour sanitizers. */
import { expect, test } from "vitest";
import { buildNative, runNative } from "../src/native.ts";

const program = await buildNative("tests", "checked");
const { stdout } = await runNative(program, ["--list"]);

test.each(stdout.trim().split("\n"))("%s", async (name) => {
  const { code, stderr } = await runNative(program, [name]);
  expect(code, stderr).toBe(0);
});
